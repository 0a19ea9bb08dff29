//! Groups of nodes, by the names of their files.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// The name of a group of nodes: letters, digits, `-` and `_`, 64 at most.
///
/// # Example
/// ```
/// use crosscheck_fleet::GroupName;
///
/// let group: GroupName = "pay".parse()?;
/// assert_eq!(group.to_string(), "pay");
/// assert!("pay.toml".parse::<GroupName>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupName(String);

impl GroupName {
    /// The name.
    ///
    /// # Example
    /// ```
    /// let group: crosscheck_fleet::GroupName = "pay".parse()?;
    /// assert_eq!(group.as_str(), "pay");
    /// # Ok::<(), String>(())
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for GroupName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match is_name(text) {
            true => Ok(Self(text.to_owned())),
            false => {
                Err("no group is called that: letters, digits, `-` and `_`, 64 at most".into())
            }
        }
    }
}

impl fmt::Display for GroupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The group that a file is the policy of.
pub(crate) fn policy_name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()?.strip_suffix(".toml").filter(|name| is_name(name))
}

/// Letters, digits, `-` and `_`.
pub(crate) fn is_name(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=64).contains(&name.len()) && name.bytes().all(is_letter)
}
