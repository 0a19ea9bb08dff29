//! Whether a policy may let somebody do more than the one that runs.

use std::collections::BTreeSet;

use crate::group::GroupName;

/// Whether a new policy may let somebody do more than the one that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "no, yes, or for whom")]
pub enum Widening {
    /// It is told, and changes nothing.
    Refused,
    /// It is told, and pushed.
    Allowed,
    /// The policies of these groups are told and pushed; those of others change nothing.
    AllowedFor(BTreeSet<GroupName>),
}

impl Widening {
    pub(crate) fn is_allowed_for(&self, group: &str) -> bool {
        match self {
            Self::Refused => false,
            Self::Allowed => true,
            Self::AllowedFor(groups) => groups.iter().any(|it| it.as_str() == group),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Widening;
    use crate::place::ONE;
    use crate::place::Place;
    use crate::place::TWO;
    use crate::place::open;
    use crate::place::version;
    use crate::problem::Problem;

    #[test]
    fn who_may_do_more_is_told_and_nothing_changes_unless_it_is_meant() {
        let place = Place::new();
        place.put("default.toml", ONE);
        let mut folder = open(&place, Widening::Refused);
        let before = version(&folder.look(), "default");
        place.put("default.toml", TWO);
        let look = folder.look();
        let told = look.problems[0].line();
        assert!(told.contains("two.example"), "{told}");
        assert_eq!(version(&look, "default"), before);
        // A server that is started anew goes on from what was in force, not from what lies there.
        let mut anew = open(&place, Widening::Refused);
        let look = anew.look();
        assert!(matches!(look.problems[..], [Problem::Widens { .. }]));
        assert_eq!(version(&look, "default"), before);
        assert_eq!(open(&place, Widening::Allowed).look().changes.len(), 1);
    }

    #[test]
    fn who_may_do_more_in_one_group_only_may_not_in_others() {
        let place = Place::new();
        let groups = ["default", "pay", "shop"];
        groups.iter().for_each(|group| place.put(&format!("{group}.toml"), ONE));
        let before = open(&place, Widening::Refused).look();
        groups.iter().for_each(|group| place.put(&format!("{group}.toml"), TWO));
        let pay = "pay".parse().expect("a name");
        let look = open(&place, Widening::AllowedFor([pay].into())).look();
        let changed: Vec<_> = look.changes.iter().map(|it| it.group.as_str()).collect();
        assert_eq!(changed, ["pay"]);
        for (problem, group) in look.problems.iter().zip(["default", "shop"]) {
            assert!(matches!(problem, Problem::Widens { .. }));
            let hint = problem.hint().unwrap_or_default();
            assert!(hint.ends_with(&format!("`--allow-widening={group}`")), "{hint}");
            assert_eq!(version(&look, group), version(&before, group));
        }
        assert_eq!(look.problems.len(), 2);
        // What is in force is held against the next: a server that is started anew without it refuses nothing of it.
        let anew = open(&place, Widening::Refused).look();
        assert_eq!((anew.changes.len(), anew.problems.len()), (0, 2));
        assert_eq!(version(&anew, "pay"), version(&look, "pay"));
    }
}
