"""All that imports Streamlit, apart from the pages: frame, access, loaders, layout. Each module has one job."""
