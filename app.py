"""The app, for ``streamlit run app.py`` and ``python app.py``; ``formcheck app`` serves the same pages.

Streamlit runs this file again for every page it shows; only outside of that does it make the server.
"""

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is not None:
    from formcheck.app.shell import show_app

    show_app()
else:
    from formcheck.app.server import explain_error, keep_house, make_routes

    page = Path(__file__).resolve()
    app = st.App(page, lifespan=keep_house, on_script_error=explain_error, routes=make_routes())
    if __name__ == "__main__":
        app.run()
