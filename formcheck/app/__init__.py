"""The app: pages in the browser, and the child processes that read clips for them."""
