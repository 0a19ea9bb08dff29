//! Circles of files: those that cannot be read one after the other.

use std::collections::BTreeMap;

use crate::layers::tree::Edge;

/// Files that need each other, and what they need of each other.
#[derive(Debug)]
pub(super) struct Circle {
    /// In order.
    pub(super) files: Vec<String>,
    /// `decision.rs -> policy.rs (crate::server::Policy)`
    pub(super) because: Vec<String>,
}

/// Two files are in one circle if each leads to the other over any number of edges (Tarjan's
/// algorithm).
pub(super) fn find(edges: &[Edge]) -> Vec<Circle> {
    let mut search = Search::default();
    for edge in edges {
        search.next.entry(&edge.files.0).or_default().push(&edge.files.1);
    }
    let starts: Vec<&str> = search.next.keys().copied().collect();
    for start in starts {
        if !search.seen.contains_key(start) {
            search.visit(start);
        }
    }
    search.circles.sort();
    let because = |files: &[String]| {
        let inner = edges.iter().filter(|edge| {
            let (from, to) = &edge.files;
            files.contains(from) && files.contains(to)
        });
        let name = |file: &str| file.rsplit('/').next().unwrap_or_default().to_owned();
        let told = inner.map(|edge| {
            let (from, to) = &edge.files;
            format!("{} -> {} ({})", name(from), name(to), edge.path)
        });
        told.collect()
    };
    let circles = search.circles.into_iter();
    circles.map(|files| Circle { because: because(&files), files }).collect()
}

#[derive(Default)]
struct Search<'a> {
    next: BTreeMap<&'a str, Vec<&'a str>>,
    /// When a file was first met, and the earliest that it leads back to.
    seen: BTreeMap<&'a str, (usize, usize)>,
    open: Vec<&'a str>,
    circles: Vec<Vec<String>>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, file: &'a str) -> usize {
        let order = self.seen.len();
        let mut lowest = order;
        self.seen.insert(file, (order, lowest));
        self.open.push(file);
        for next in self.next.get(file).cloned().unwrap_or_default() {
            let reached = match self.seen.get(next) {
                None => self.visit(next),
                Some((order, _)) if self.open.contains(&next) => *order,
                Some(_) => continue,
            };
            lowest = lowest.min(reached);
        }
        self.seen.insert(file, (order, lowest));
        if lowest == order {
            let at = self.open.iter().position(|open| *open == file).expect("it was opened above");
            let mut circle: Vec<String> = self.open.drain(at..).map(str::to_owned).collect();
            if circle.len() > 1 {
                circle.sort();
                self.circles.push(circle);
            }
        }
        lowest
    }
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::layers::tree::Edge;

    #[test]
    fn files_that_lead_to_each_other_are_found_together() {
        let edges = ["ab", "bc", "ca", "cd", "de", "fg", "gf"].map(|pair| {
            let (from, to) = pair.split_at(1);
            Edge { from: 0, to: 0, path: String::new(), files: (from.to_owned(), to.to_owned()) }
        });
        let circles = find(&edges);
        let files: Vec<_> = circles.iter().map(|circle| &circle.files[..]).collect();
        assert_eq!(files, [&["a", "b", "c"][..], &["f", "g"]]);
        assert_eq!(circles[1].because, ["f -> g ()", "g -> f ()"]);
    }
}
