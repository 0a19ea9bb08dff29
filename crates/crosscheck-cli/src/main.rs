//! `crosscheck`: CORS, both sides of the wire.

fn main() {}
