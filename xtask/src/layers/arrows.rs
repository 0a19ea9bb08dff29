//! The tables of arrows in `ARCHITECTURE.md`, and the core's folders held against theirs.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use anyhow::Context;

use crate::layers::tree::Edge;
use crate::layers::tree::Tree;

/// What each room may see.
pub(super) struct Arrows {
    pub(super) rows: BTreeMap<String, Sees>,
}

/// What one room may see.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sees {
    Everything,
    These(BTreeSet<String>),
}

impl Arrows {
    /// Reads the table whose first column is headed `| what |`.
    ///
    /// A row is `` | `a`, `b` | `c` `d` | `` or `` | `a` | everything | ``.
    pub(super) fn read(text: &str, what: &str) -> anyhow::Result<Self> {
        let head = format!("| {what} | sees |");
        let mut lines = text.lines().skip_while(|line| !line.starts_with(&head));
        lines.next().with_context(|| format!("ARCHITECTURE.md: no table `{head}`"))?;
        let mut rows = BTreeMap::new();
        for line in lines.skip(1).take_while(|line| line.starts_with('|')) {
            let mut cells = line.trim_matches('|').split('|');
            let (names, seen) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
            let sees = match seen.trim() {
                "everything" => Sees::Everything,
                _ => Sees::These(quoted(seen).map(str::to_owned).collect()),
            };
            rows.extend(quoted(names).map(|name| (name.to_owned(), sees.clone())));
        }
        Ok(Self { rows })
    }

    /// Whether one room may see another; `None` if it has no row.
    pub(super) fn allow(&self, room: &str, seen: &str) -> Option<bool> {
        Some(match self.rows.get(room)? {
            Sees::Everything => true,
            Sees::These(these) => these.contains(seen),
        })
    }

    /// Whether a room sees another over any number of arrows.
    pub(super) fn reaches(&self, room: &str, seen: &str) -> bool {
        let mut open = vec![room];
        let mut met = BTreeSet::new();
        while let Some(room) = open.pop() {
            let next = self.shown().filter(|(from, _)| *from == room).map(|(_, to)| to);
            let next: Vec<&str> = next.filter(|to| met.insert(*to)).collect();
            open.extend(next);
        }
        met.contains(seen)
    }

    /// The rooms that see themselves over others.
    pub(super) fn circles(&self) -> impl Iterator<Item = String> {
        let rooms = self.rows.keys().filter(|room| self.reaches(room, room));
        rooms.map(|room| format!("ARCHITECTURE.md: arrows lead from `{room}` back to it"))
    }

    /// All arrows that are shown one by one.
    pub(super) fn shown(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().flat_map(|(room, sees)| {
            let these = match sees {
                Sees::Everything => None,
                Sees::These(these) => Some(these),
            };
            these.into_iter().flatten().map(move |seen| (room.as_str(), seen.as_str()))
        })
    }
}

/// What stands between backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// What is wrong between the folders of the core.
///
/// A file's room is its folder's row; where folders of folders have rows, a file that lies between
/// them needs one too. What a folder may see, the folders in it may.
pub(super) fn check_folders(tree: &Tree, edges: &[Edge], arrows: &Arrows) -> Vec<String> {
    let mut wrong: BTreeSet<String> = arrows.circles().collect();
    let mut used = BTreeSet::new();
    let mut rooms = BTreeMap::new();
    for module in &tree.modules {
        match room(&module.path, arrows) {
            Some(room) => drop(rooms.insert(module.file, room)),
            None if module.path.is_empty() => {}
            None => drop(wrong.insert(format!(
                "{}: no row of ARCHITECTURE.md's table of folders covers it",
                tree.files[module.file]
            ))),
        }
    }
    for edge in edges {
        let (Some(from), Some(to)) = (rooms.get(&edge.from), rooms.get(&edge.to)) else { continue };
        let Some((room, seen)) = parting(from, to) else { continue };
        if arrows.allow(&room, &seen) == Some(true) {
            used.insert((room, seen));
        } else {
            wrong.insert(format!(
                "{}: `{room}` may not see `{seen}` (`{}`)",
                tree.files[edge.from], edge.path
            ));
        }
    }
    for (room, seen) in arrows.shown() {
        if !used.contains(&(room.to_owned(), seen.to_owned())) {
            wrong.insert(format!("ARCHITECTURE.md: `{room}` does not see `{seen}`, as it says"));
        }
    }
    wrong.into_iter().collect()
}

/// The row that a module belongs to: its longest beginning that has one.
fn room(path: &[String], arrows: &Arrows) -> Option<String> {
    let rows = |path: &[String]| arrows.rows.contains_key(&path.join("/"));
    let length = (1..=path.len()).rev().find(|length| rows(&path[..*length]))?;
    let room = path[..length].join("/");
    // Between folders that have rows, nothing hides.
    let inner = format!("{room}/");
    let has_inner = arrows.rows.keys().any(|row| row.starts_with(&inner));
    (!has_inner || length == path.len()).then_some(room)
}

/// Where the ways to two rooms part: the two rows that an arrow between them is between.
///
/// From `server/check` to `wire` it is `server` that sees `wire`; to `server/config` it is
/// `server/check` that does. A folder and what is in it are one house.
fn parting(from: &str, to: &str) -> Option<(String, String)> {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if shared == from.len() || shared == to.len() {
        return None;
    }
    Some((from[..=shared].join("/"), to[..=shared].join("/")))
}

#[cfg(test)]
mod tests {
    use super::Arrows;
    use super::parting;
    use super::room;

    const TEXT: &str = "\
| folder | sees |
| --- | --- |
| `wire` | |
| `server` | `wire` |
| `server/config`, `server/check` | |

| crate | sees |
| --- | --- |
| `xtask` | everything |
";

    #[test]
    fn a_table_is_read_by_its_head() {
        let arrows = Arrows::read(TEXT, "folder").expect("a table");
        assert_eq!(arrows.allow("server", "wire"), Some(true));
        assert_eq!(arrows.allow("wire", "server"), Some(false));
        assert_eq!(arrows.allow("xtask", "wire"), None);
        let crates = Arrows::read(TEXT, "crate").expect("a table");
        assert_eq!(crates.allow("xtask", "any"), Some(true));
        assert!(Arrows::read(TEXT, "planet").is_err());
    }

    #[test]
    fn a_file_between_folders_needs_a_row() {
        let arrows = Arrows::read(TEXT, "folder").expect("a table");
        let of = |path: &str| {
            let path: Vec<String> = path.split('/').map(str::to_owned).collect();
            room(&path, &arrows)
        };
        assert_eq!(of("wire/origin").as_deref(), Some("wire"));
        assert_eq!(of("server").as_deref(), Some("server"));
        assert_eq!(of("server/config/rule").as_deref(), Some("server/config"));
        assert_eq!(of("server/stray"), None);
        assert_eq!(of("planet"), None);
    }

    #[test]
    fn an_arrow_is_between_the_rooms_where_the_ways_part() {
        let part = |from, to| parting(from, to);
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(part("server/check", "wire"), pair("server", "wire"));
        assert_eq!(part("server/check", "server/config"), pair("server/check", "server/config"));
        assert_eq!(part("server/check", "server"), None);
        assert_eq!(part("wire", "wire"), None);
    }
}
