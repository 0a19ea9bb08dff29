//! The stored outlines: which steps an algorithm has, in our own words.
//!
//! One file a standard. Its first lines name where the standard is and as of when it was read:
//!
//! ```text
//! standard https://fetch.spec.whatwg.org/
//! read 586cd2a, 2026-07-02
//!
//! concept-cors-check
//! 1 ~ what the answer allows
//! 2 nothing: failure
//! ```
//!
//! `~` marks a step that only names something, or that belongs to nobody's observation: no comment
//! needs to tell it. The cases of a switch have no numbers in the standard; here they have letters, in
//! the standard's order.

use std::collections::BTreeMap;
use std::fs;

use anyhow::Context;
use anyhow::bail;

use crate::command::root;

/// All outlines.
#[derive(Default)]
pub(super) struct Outline {
    /// By place: `https://fetch.spec.whatwg.org/#concept-cors-check`.
    pub(super) algorithms: BTreeMap<String, Vec<Step>>,
    /// Where each standard is, and as of when it was read.
    pub(super) standards: Vec<(String, String)>,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// `7.1`, `12.c.1`.
    pub(super) number: String,
    /// Whether nobody could see it left out.
    pub(super) is_silent: bool,
}

impl Outline {
    pub(super) fn read() -> anyhow::Result<Self> {
        let mut outline = Self::default();
        let folder = root().join("xtask/src/spec/outline");
        let mut files: Vec<_> = fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        files.sort();
        for file in files {
            outline
                .add(&fs::read_to_string(&file)?)
                .with_context(|| format!("{}", file.display()))?;
        }
        Ok(outline)
    }

    fn add(&mut self, text: &str) -> anyhow::Result<()> {
        let mut standard = String::new();
        let mut steps: Option<&mut Vec<Step>> = None;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
            if first == "standard" {
                rest.clone_into(&mut standard);
            } else if first == "read" {
                self.standards.push((standard.clone(), rest.to_owned()));
            } else if first.starts_with(|c: char| c.is_ascii_digit()) {
                let number = first.to_owned();
                let Some(steps) = &mut steps else { bail!("a step of nothing: {line}") };
                if steps.iter().any(|step| step.number == number) {
                    bail!("twice: {line}");
                }
                steps.push(Step { number, is_silent: rest.starts_with('~') });
            } else {
                let place = format!("{standard}{}", anchor(first));
                if self.algorithms.contains_key(&place) {
                    bail!("twice: {place}");
                }
                steps = Some(self.algorithms.entry(place).or_default());
            }
        }
        Ok(())
    }

    /// Whether a place belongs to a standard all of whose algorithms in the code are outlined.
    pub(super) fn knows_standard_of(&self, place: &str) -> bool {
        let standard = place.split('#').next().unwrap_or(place);
        self.standards.iter().any(|(known, _)| known == standard)
    }
}

/// A standard of several pages has the page before the `#`.
fn anchor(first: &str) -> String {
    if first.contains('#') { first.to_owned() } else { format!("#{first}") }
}

#[cfg(test)]
mod tests {
    use super::Outline;

    #[test]
    fn an_outline_is_read() {
        let mut outline = Outline::default();
        let text = "standard https://a.example/\nread x\n\nb-check\n1 ~ names\n2 no\n\nc-page\n";
        outline.add(text).expect("an outline");
        let steps = &outline.algorithms["https://a.example/#b-check"];
        let seen: Vec<_> = steps.iter().map(|step| (&step.number[..], step.is_silent)).collect();
        assert_eq!(seen, [("1", true), ("2", false)]);
        assert!(outline.algorithms["https://a.example/#c-page"].is_empty());
        assert!(outline.knows_standard_of("https://a.example/#z"));
        assert!(Outline::default().add("1 a step of nothing").is_err());
        assert!(Outline::default().add("a\n1 one\n1 again").is_err());
    }
}
