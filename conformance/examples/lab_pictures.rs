//! Makes the pictures of the lab that the README shows: `cargo run -p conformance --example
//! lab_pictures`.

use std::path::Path;

use conformance::binary;
use conformance::browser;

fn main() -> anyhow::Result<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    std::fs::create_dir_all(&docs)?;
    let lab = binary::serve(&[], 2);
    let url = format!("{}/?run=all", lab.addresses[0]);
    browser::picture(&url, &docs.join("lab.png"), 1280, 1930, false)?;
    browser::picture(&url, &docs.join("lab-dark.png"), 1280, 1930, true)?;
    Ok(())
}
