"""Result objects in; figures and files out. No Streamlit."""
