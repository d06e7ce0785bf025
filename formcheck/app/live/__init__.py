"""The live path, server side: from the camera in the browser through a socket of ours to a coach and back."""
