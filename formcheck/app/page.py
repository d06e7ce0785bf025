"""What Streamlit runs for every page when the app is started by ``formcheck app``."""

from formcheck.app.shell import show_app

show_app()
