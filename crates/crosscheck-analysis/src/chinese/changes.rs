//! What changes between two policies, in Chinese.
//!
//! Lists of origins, paths and rights are too many for sentences with holes: it is put together from what
//! changes.

use crosscheck::server::Access;
use crosscheck::server::AccessChange;
use crosscheck::server::AffectedOrigins;
use crosscheck::server::EmbeddingChange;
use crosscheck::server::HandlerChange;
use crosscheck::server::ResourcePolicy;

use super::sentence::access_in_chinese;

/// What some origins gain or lose.
pub(crate) fn access_change(change: &AccessChange) -> String {
    let AccessChange { origins, paths, gains, loses, max_age, origin, path, .. } = change;
    let mut said = Vec::new();
    for (may, accesses) in [("现在可以", gains), ("不再可以", loses)] {
        if !accesses.is_empty() {
            said.push(format!("{may}{}", joined(in_words(accesses))));
        }
    }
    if let Some((old, new)) = max_age {
        said.push(format!("预检结果的保留时间改为{}（原为{}）", seconds(*new), seconds(*old)));
    }
    let who = joined(origins.iter().map(who));
    let space = if who.ends_with('`') { " " } else { "" };
    format!("{who}{space}在 {} 上{}；例如 `{origin}` 访问 `{path}`", quoted(paths), said.join("，"))
}

/// Paths that are left to their handlers by one of both.
pub(crate) fn handler_change(change: &HandlerChange) -> String {
    let mut said = Vec::new();
    for (paths, word) in [(&change.left, "现在交给处理程序"), (&change.taken, "不再交给处理程序")]
    {
        if !paths.is_empty() {
            said.push(format!("{} {word}", quoted(paths)));
        }
    }
    format!("{}；由此带来的变化未知", said.join("，"))
}

/// Who may embed answers.
pub(crate) fn embedding_change(change: &EmbeddingChange) -> String {
    let name = |policy: Option<ResourcePolicy>| policy.map_or("未写明", ResourcePolicy::name);
    let EmbeddingChange { paths, old, new, .. } = change;
    format!("{} 的响应可以被谁嵌入：现在是 {}，原来是 {}", quoted(paths), name(*new), name(*old))
}

fn who(who: &AffectedOrigins) -> String {
    match who {
        AffectedOrigins::Entry(entry) => format!("`{entry}`"),
        AffectedOrigins::SomeOf(entry) => format!("`{entry}` 的一部分"),
        AffectedOrigins::EverybodyElse => "其他所有源".into(),
        AffectedOrigins::KnownToSource => "其他由来源提供的源".into(),
        other => other.to_string(),
    }
}

/// Who reads with credentials reads without, too.
fn in_words(accesses: &[Access]) -> impl Iterator<Item = String> {
    let said = accesses.contains(&Access::ReadWithCredentials);
    let told = accesses.iter().filter(move |access| !said || **access != Access::Read);
    told.map(|access| access_in_chinese(&access.to_string()))
}

fn seconds(age: Option<u32>) -> String {
    age.map_or_else(|| "浏览器的默认时间".into(), |seconds| format!(" {seconds} 秒"))
}

fn quoted(paths: &[String]) -> String {
    joined(paths.iter().map(|path| format!("`{path}`")))
}

fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join("、")
}
