//! Each library with each of its features alone, and with none: a workspace build unites them.

use crate::command::cargo;
use crate::command::succeed;
use crate::command::told;
use crate::gates::published::Published;

pub(crate) fn run() -> anyhow::Result<()> {
    let crates: Vec<Published> =
        Published::all()?.into_iter().filter(|each| each.is_library).collect();
    let mut times = 0;
    for each in &crates {
        let none = String::new();
        for feature in std::iter::once(&none).chain(&each.features) {
            let arguments = ["clippy", "--quiet", "--lib", "--no-default-features"];
            let mut clippy = cargo(&arguments);
            clippy.args(["--package", &each.name, "--features", feature, "--", "-D", "warnings"]);
            succeed(clippy)?;
            times += 1;
        }
    }
    told(&format!(
        "{} libraries with each feature alone and with none: {times} lints",
        crates.len()
    ));
    Ok(())
}
