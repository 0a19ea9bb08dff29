//! A value of a configuration, and where it begins, whatever the language.

use std::rc::Rc;

use crate::import::source::At;

/// A value, and where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) at: At,
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text(String),
    List(Vec<Rc<Node>>),
    /// Keys in their order.
    Table(Vec<(String, At, Rc<Node>)>),
    /// What only whoever deploys knows, as it is written: `!Ref Origin`, `var.origin`.
    Computed(String),
}

impl Default for Node {
    fn default() -> Self {
        Self { at: 0, kind: Kind::Table(Vec::new()) }
    }
}

impl Node {
    /// What stands behind a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, node)| node)
    }

    /// Where a key stands, and what is behind it.
    pub(crate) fn entry(&self, key: &str) -> Option<(At, &Self)> {
        let found = self.table().iter().find(|(name, ..)| name == key)?;
        Some((found.1, &found.2))
    }

    /// What stands behind keys in each other.
    pub(crate) fn at_path(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    pub(crate) fn table(&self) -> &[(String, At, Rc<Self>)] {
        match &self.kind {
            Kind::Table(table) => table,
            _ => &[],
        }
    }

    pub(crate) fn list(&self) -> &[Rc<Self>] {
        match &self.kind {
            Kind::List(list) => list,
            _ => &[],
        }
    }

    /// The texts of a list, or one alone.
    pub(crate) fn texts(&self) -> Vec<String> {
        let items = self.list().iter().filter_map(|item| item.text());
        self.text().into_iter().chain(items).map(str::to_owned).collect()
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether both say the same, wherever they stand. In: how many values may be compared.
    pub(crate) fn says_the_same(&self, other: &Self, room: &mut usize) -> bool {
        let Some(left) = room.checked_sub(1) else { return false };
        *room = left;
        match (&self.kind, &other.kind) {
            (Kind::List(one), Kind::List(other)) => {
                let mut pairs = one.iter().zip(other);
                one.len() == other.len() && pairs.all(|(one, other)| one.says_the_same(other, room))
            }
            (Kind::Table(one), Kind::Table(other)) => {
                let mut pairs = one.iter().zip(other);
                one.len() == other.len()
                    && pairs.all(|((key, _, one), (others, _, other))| {
                        key == others && one.says_the_same(other, room)
                    })
            }
            (one, other) => one == other,
        }
    }

    /// Whether it says yes.
    pub(crate) fn is_true(&self) -> bool {
        self.text().is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// All nodes below it and itself that hold a key, bounded.
    pub(crate) fn holders<'n>(&'n self, key: &str, found: &mut Vec<&'n Self>) {
        self.walk(|node, _, ()| {
            if node.get(key).is_some() {
                found.push(node);
            }
        });
    }

    /// Visits it and all nodes below it, each with the key that it stands behind, if it does, and what was made of
    /// the node above; bounded.
    pub(crate) fn walk<'n, T: Clone + Default>(
        &'n self,
        mut visit: impl FnMut(&'n Self, Option<(&'n str, At)>, T) -> T,
    ) {
        let mut open = vec![(self, None, T::default())];
        let mut left = MOST_NODES;
        while let Some((node, key, above)) = open.pop() {
            left -= 1;
            if left == 0 {
                return;
            }
            let here = visit(node, key, above);
            let list = node.list().iter().rev().map(|node| (&**node, None, here.clone()));
            open.extend(list);
            let table = node.table().iter().rev();
            open.extend(
                table.map(|(key, at, node)| (&**node, Some((key.as_str(), *at)), here.clone())),
            );
        }
    }
}

/// How many are looked at.
pub(super) const MOST_NODES: usize = 200_000;
