//! Lines of one name in one: what scripts iterate over, and what is sent.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::string::String;
use alloc::vec::Vec;

use super::header::HeaderList;
use super::header::Name;
use super::header::Value;
use super::header::append_line;

impl HeaderList {
    /// Joins the lines of each name into one, where its first stands and as that is spelled.
    pub fn join_lines(&mut self) {
        if self.0.len() < 2 {
            return;
        }
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut joined: Vec<(Name, Value)> = Vec::with_capacity(self.0.len());
        for (name, value) in core::mem::take(&mut self.0) {
            match places.entry(name.to_ascii_lowercase()) {
                Entry::Vacant(entry) => {
                    entry.insert(joined.len());
                    joined.push((name, value));
                }
                Entry::Occupied(entry) => {
                    if let Some((_, combined)) = joined.get_mut(*entry.get()) {
                        append_line(combined.to_mut(), &value);
                    }
                }
            }
        }
        self.0 = joined;
    }

    /// Names in lower case, sorted, each with its combined value: what `Headers` iterates over.
    ///
    /// Spec: <https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine>
    pub fn sort_and_combine(&self) -> Vec<(String, Cow<'_, [u8]>)> {
        // SHORTCUT: 2. The lines first, then the names.
        // MISSING: 3.1. `Set-Cookie` apart: no script gets to see it.
        // 3.2. Each name with its combined value.
        let lines = self.iter();
        let mut pairs: Vec<_> =
            lines.map(|(name, value)| (name.to_ascii_lowercase(), Cow::Borrowed(value))).collect();
        // Lines of one name stay in order.
        pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
        pairs.dedup_by(|(name, line), (kept, combined)| {
            let is_alike = name == kept;
            if is_alike {
                append_line(combined.to_mut(), line);
            }
            is_alike
        });
        pairs
    }
}
