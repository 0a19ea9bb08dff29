//! Everything that generates or checks.

fn main() {}
