"""What ``formcheck log`` does: the training log on the command line.

`formcheck.log_command.options` says how the commands are called; the other modules do what they say.
"""
