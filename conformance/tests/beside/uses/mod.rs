//! What services really do with other middleware, said with ours: each use is a test, which asks both
//! what a page may do.

mod actix_cors;
mod asked;
mod tower_http;

/// Texts as a configuration holds them.
fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}
