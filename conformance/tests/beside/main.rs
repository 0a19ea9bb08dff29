//! Other middleware beside ours: the same requests, and a reason for each difference.

mod actix_cors;
mod matrix;
mod requests;
mod tower_http;
mod uses;
