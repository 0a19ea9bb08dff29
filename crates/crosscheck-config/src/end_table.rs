//! `[end]`: whether a policy file is whole.
//!
//! TOML has no end: half of a policy is a policy, and often a wider one, since restrictions stand
//! behind what they restrict. A key at the top level cannot be the last, for every key behind the first
//! table is that table's. So the last is a table, `[end]`: what was cut off anywhere before its bracket
//! lacks it, and what follows it makes the file invalid.

use std::ops::Range;

use crosscheck::catalog::FindingKind;
use schemars::JsonSchema;
use toml::Spanned;
use toml::de::DeValue;

use crate::table_reader::Reader;

/// An empty table.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct End {}

/// Whether a file must say that it is whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a file must say so or need not")]
pub enum Completeness {
    /// It may.
    #[default]
    Optional,
    /// It must end with `[end]`.
    Required,
}

impl Completeness {
    /// As a flag says it.
    pub const fn of(is_required: bool) -> Self {
        if is_required { Self::Required } else { Self::Optional }
    }
}

impl Reader {
    /// In: where the key stands, its value, the text of the file.
    pub(crate) fn end(&mut self, key: Range<usize>, value: &Spanned<DeValue<'_>>, text: &str) {
        let is_empty = value.get_ref().as_table().is_some_and(|table| table.is_empty());
        self.is_whole = is_empty && is_end(&text[key.end..]);
        if !self.is_whole {
            let text = "`end` says that the file is whole: write `[end]` on its last line, \
                        with nothing but comments below";
            self.mistake(key, FindingKind::Incomplete, text.into());
        }
    }
}

/// Whether behind the name in `[end]` a file says nothing more.
fn is_end(behind: &str) -> bool {
    let behind = behind.trim_start_matches(['"', '\'', ' ', '\t']).strip_prefix(']');
    behind.is_some_and(|behind| {
        let mut lines = behind.lines().map(str::trim_start);
        lines.all(|line| line.is_empty() || line.starts_with('#'))
    })
}

#[cfg(test)]
mod tests {
    use super::Completeness;
    use super::Completeness::Optional;
    use super::Completeness::Required;
    use crate::ReadOptions;
    use crate::Reading;
    use crate::read;

    fn read_whole(name: &str, text: &str, completeness: Completeness) -> Reading {
        read(name, text, ReadOptions { completeness, ..ReadOptions::default() })
    }

    /// Policies as people write them, each with what might be mistaken for an end.
    const POLICIES: [&str; 6] = [
        "[cors]\norigins = [\"https://app.example.com\"]\n[end]\n",
        "[cors]\r\norigins = [\"*\"]\r\nmax_age = 600\r\n\r\n[end]",
        "# [end]\n[cors]\norigins = [\n  # [end]\n  \"https://app.example.com\", # [end]\n]\n\n\
         [[cors.rules]]\npaths = [\"/a\", \"/b\"]\norigins = [\"https://b.example.com\"]\n# Nobody else.\n\n[ \"end\" ] # [end]\n# \u{e9}\n\n",
        "[cors]\norigins = [\"https://**.corp.example\"]\ncredentials = true\nmethods = [\"PUT\"]\n\n\
         [[cors.rules]]\npaths = [\"/partners\"]\norigins = [\"https://*.partner.example\"]\n\n\
         [[cors.rules]]\npaths = [\"/partners/internal\"]\norigins = [\"https://a.partner.example\"]\n\n\
         [[assert]]\nname = \"only our own pages read with credentials [end]\"\n\
         outside = [\"https://**.corp.example\"]\nnever = [\"read with credentials\"]\n\n[end]\n",
        "[cors]\norigins = [\"https://*.example.com:*\"]\nrequest_headers = [\"x-token\", \"x-id\"]\n\
         expose_headers = [\"x-total\"]\nmax_age = 7200\nexpose_timing = true\n\
         resource_policy = \"same-site\"\n\n[[assert]]\nname = \"\"\"\n[end]\n\"\"\"\n\
         may = [\"set x-token\"]\norigins = [\"https://a.example.com\"]\n\n[end]",
        "cors = { origins = [\"http://localhost:3000\"], danger = { insecure_origins = true }, rules = [\
         { paths = [\"/x\"], origins = [\"*\"] }] }\n\n[end]\n\n\n",
    ];

    #[test]
    fn no_part_of_a_policy_is_taken_for_the_whole() {
        let (mut prefixes, mut loaded, mut wider) = (0, 0, 0);
        for whole in POLICIES {
            let policy = read_whole("whole.toml", whole, Required).policy;
            let id = policy.unwrap_or_else(|| panic!("it is whole: {whole}")).id();
            for (end, _) in whole.char_indices() {
                let (part, rest) = whole.split_at(end);
                prefixes += 1;
                if let Some(policy) = read_whole("part.toml", part, Optional).policy {
                    loaded += 1;
                    wider += usize::from(policy.id() != id);
                }
                if let Some(policy) = read_whole("part.toml", part, Required).policy {
                    // All that may be missing is a comment.
                    assert_eq!(policy.id(), id, "{part}");
                    assert!(part.contains("[end]") || part.contains("[ \"end\" ]"), "{part}");
                    let mut lines = rest.lines();
                    let first = lines.next().unwrap_or_default();
                    let is_comment =
                        part.rsplit('\n').next().is_some_and(|line| line.contains('#'));
                    assert!(is_comment || first.trim_start().is_empty() || first.contains('#'));
                    assert!(lines.all(|line| line.is_empty() || line.starts_with('#')), "{rest}");
                }
            }
        }
        // Without the end asked for, parts load, and most of them mean something else.
        assert!(prefixes > 1_000 && loaded > 50 && wider >= 30, "{prefixes} {loaded} {wider}");
    }

    #[test]
    fn an_end_is_the_last_line_and_empty() {
        let cors = "[cors]\norigins = [\"https://app.example.com\"]\n";
        for (file, is_whole) in [
            (format!("{cors}[end]"), true),
            (format!("{cors}[ 'end' ]\n# and a comment"), true),
            (format!("{cors}[end]\nend = true"), false),
            (format!("{cors}[end.end]"), false),
            (format!("{cors}[[end]]"), false),
            (format!("{cors}[cors.end]"), false),
            (format!("end = {{}}\n{cors}"), false),
            (format!("end = true\n{cors}"), false),
            (format!("[end]\n{cors}"), false),
            (format!("{cors}[end]\n[[assert]]\nnever = [\"read\"]"), false),
        ] {
            let reading = read_whole("a.toml", &file, Required);
            assert_eq!(reading.policy.is_some(), is_whole, "{file}");
            // One that says it wrongly is wrong whether it is asked for or not.
            let reading = read_whole("a.toml", &file, Optional);
            assert_eq!(reading.policy.is_some(), is_whole, "{file}");
        }
        assert!(read_whole("a.toml", cors, Required).policy.is_none());
        assert!(read_whole("a.toml", cors, Optional).policy.is_some());
    }
}
