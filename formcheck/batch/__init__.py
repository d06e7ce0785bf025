"""``formcheck batch``: a folder of clips, on the cores of one machine or on a cluster."""
