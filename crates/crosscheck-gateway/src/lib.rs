//! A reverse proxy that puts correct CORS in front of any API.
