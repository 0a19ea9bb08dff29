//! A share of the nodes: the same ones every time, for they are chosen by their names.

use std::fmt;
use std::str::FromStr;

use ring::digest::SHA256;
use ring::digest::digest;

/// How many of the nodes try a candidate, in hundredths of a per cent.
///
/// # Example
/// ```
/// use crosscheck_fleet::Share;
///
/// let share: Share = "10%".parse()?;
/// let nodes = (0..1000).filter(|number| share.has(&format!("node-{number}"))).count();
/// assert!((70..130).contains(&nodes));
/// assert!("10".parse::<Share>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share(u16);

impl Share {
    /// Whether a node is one of them. In: its `node.id`. A node of a share is one of each larger share.
    pub fn has(self, node: &str) -> bool {
        let hash = digest(&SHA256, node.as_bytes());
        let first = hash.as_ref().iter().take(8);
        let number = first.fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        number % u64::from(WHOLE) < u64::from(self.0)
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no share of the nodes; write it like `10%` or `0.5%`");
        let percent: f64 =
            text.strip_suffix('%').ok_or_else(wrong)?.parse().map_err(|_| wrong())?;
        if !(0.0..=100.0).contains(&percent) {
            return Err(wrong());
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10,000")]
        Ok(Self((percent * 100.0).round() as u16))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", f64::from(self.0) / 100.0)
    }
}

const WHOLE: u16 = 10_000;

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn a_share_is_read_and_shown() {
        for (text, shown) in [("10%", "10%"), ("0.5%", "0.5%"), ("100%", "100%"), ("0%", "0%")] {
            assert_eq!(text.parse::<Share>().expect("a share").to_string(), shown);
        }
        for text in ["", "10", "%", "-1%", "101%", "NaN%", "ten%"] {
            assert!(text.parse::<Share>().is_err(), "{text}");
        }
    }

    #[test]
    fn nodes_stay_in_a_share_that_grows() {
        let has = |share: &str, node: &str| share.parse::<Share>().expect("a share").has(node);
        let nodes: Vec<String> = (0..500).map(|number| format!("node-{number}")).collect();
        for node in &nodes {
            assert!(!has("0%", node) && has("100%", node));
            assert!(!has("10%", node) || has("20%", node), "{node}");
        }
    }
}
