//! The order in which Chromium comes upon the headers of a request: that of a hash table.
//!
//! It tells the first header that is not allowed, and nothing else depends on that order. So this is
//! neither a rule nor worth knowing, but words that one reads in a console and looks for in ours.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use rapidhash::v1::RapidSecrets;
use rapidhash::v1::rapidhash_v1_seeded;

use crate::agent::Failure;
use crate::agent::Initiator;
use crate::wire::is_cors_safelisted_request_header;

/// Of some of a request's headers, the one that Chromium names; in lower case.
///
/// In: names that are not allowed, at least one.
pub(super) fn first_in_chromium(names: &[String], failure: &Failure, asker: Initiator) -> String {
    let wanted: BTreeSet<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    let order = order_of(failure, asker);
    // Those that only their number made unsafe come last.
    let (safe, unsafe_names): (Vec<&String>, Vec<&String>) =
        order.iter().filter(|name| wanted.contains(*name)).partition(|name| {
            let value = failure.headers.get(name).unwrap_or_default();
            is_cors_safelisted_request_header(name, &value)
        });
    let first = unsafe_names.into_iter().chain(safe).next().or(wanted.first());
    first.cloned().unwrap_or_default()
}

/// The names of a request's headers, in lower case, in the order of the table that they are kept in.
fn order_of(failure: &Failure, asker: Initiator) -> Vec<String> {
    let mut names: Vec<String> =
        failure.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    match asker {
        // XHR has kept them in a table of its own before.
        Initiator::Xhr => names = Table::of(names).names(),
        _ => names.sort(),
    }
    // What the browser adds itself takes room, and places.
    names.extend(ADDED.map(String::from));
    Table::of(names).names()
}

/// A table of open places, at most half of which are taken.
struct Table {
    places: Vec<Option<String>>,
    taken: usize,
}

impl Table {
    fn of(names: Vec<String>) -> Self {
        let mut table = Self { places: alloc::vec![None; SMALLEST], taken: 0 };
        for name in names {
            table.insert(name);
        }
        table
    }

    fn insert(&mut self, name: String) {
        let last = self.places.len() - 1;
        let mut place = hash(&name) & last;
        // Whoever finds a place taken goes on by 1, 2, 3, …
        let mut step = 0;
        while let Some(there) = self.places.get_mut(place) {
            match there {
                Some(other) if *other == name => return,
                Some(_) => {
                    step += 1;
                    place = (place + step) & last;
                }
                None => {
                    *there = Some(name);
                    break;
                }
            }
        }
        self.taken += 1;
        if self.taken * 2 >= self.places.len() {
            let larger = alloc::vec![None; self.places.len() * 2];
            self.taken = 0;
            for name in core::mem::replace(&mut self.places, larger).into_iter().flatten() {
                self.insert(name);
            }
        }
    }

    fn names(self) -> Vec<String> {
        self.places.into_iter().flatten().collect()
    }
}

/// The lower 24 bits of the hash of a name in lower case, in UTF-16.
fn hash(name: &str) -> usize {
    let mut bytes = Vec::with_capacity(2 * name.len());
    name.encode_utf16().for_each(|unit| bytes.extend(unit.to_le_bytes()));
    (rapidhash_v1_seeded(&bytes, &SECRETS) & 0xFF_FFFF) as usize
}

const SECRETS: RapidSecrets = RapidSecrets::seed_cpp(0xBDD8_9AA9_8270_4029);

const SMALLEST: usize = 8;

/// Headers that Chromium gives every request, in this order.
const ADDED: [&str; 4] = ["accept", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform"];

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::Table;
    use super::hash;

    #[test]
    fn names_are_hashed_as_chromium_does() {
        assert_eq!(hash("accept"), 0x59_2219);
        assert_eq!(hash("x-very-long-header-name-that-goes-on"), 0xd2_ef0d59 & 0xFF_FFFF);
    }

    #[test]
    fn a_table_keeps_each_name_once_and_grows() {
        let names = || (0..100).map(|n| alloc::format!("x-{}", n % 50));
        let mut kept = Table::of(names().collect()).names();
        kept.sort();
        let mut wanted: Vec<_> = names().take(50).collect();
        wanted.sort();
        assert_eq!(kept, wanted);
    }
}
