"""Where people are in a picture: the only package that knows MediaPipe."""
