//! What a preflight asks for, beyond the origin: a method, and headers.

use super::head::RequestHead;
use super::head::RequestHeader;
use crate::server::policy::CheckedRule;
use crate::server::policy::MethodSet;
use crate::server::policy::Reason;
use crate::server::policy::RequestHeaderSet;
use crate::wire::is_cors_safelisted_method;
use crate::wire::trim_http_tab_or_space;

/// Whether a rule permits all that a preflight asks for.
#[inline(always)]
pub(crate) fn permit_preflight(
    rule: &CheckedRule,
    method: &[u8],
    request: &impl RequestHead,
) -> Result<(), Reason> {
    permit_method(rule, method)?;
    permit_headers(rule, request)
}

#[inline(always)]
fn permit_method(rule: &CheckedRule, asked: &[u8]) -> Result<(), Reason> {
    let permitted = match &rule.methods {
        MethodSet::Any => true,
        MethodSet::Listed(methods) => {
            methods.iter().any(|method| method.as_bytes() == asked)
                || core::str::from_utf8(asked).is_ok_and(is_cors_safelisted_method)
        }
    };
    if permitted { Ok(()) } else { Err(Reason::MethodNotAllowed) }
}

/// Any order and any case will do; what is bounded is how much of a list is read.
///
/// A browser names each header once, so a longer list than the rule's own, some slack given, asks
/// for something that is not in it; so does a name that is longer than the longest.
#[inline(always)]
fn permit_headers(rule: &CheckedRule, request: &impl RequestHead) -> Result<(), Reason> {
    let allowed = &rule.request_headers;
    let (mut items, longest) = match allowed.any {
        true => (ASKED_ITEMS, ASKED_ITEM_BYTES),
        false => (allowed.listed.len() + SLACK, allowed.longest + SLACK),
    };
    for list in request.header_lines(RequestHeader::RequestHeaders) {
        // So many items of that length would not fill it, so there is no need to look at one.
        if list.len() > items * (longest + 1) {
            return Err(Reason::HeaderNotAllowed);
        }
        let left = match items_in_order(allowed, list) {
            Some(asked) => items.checked_sub(asked),
            None => permit_list(allowed, list, items, longest),
        };
        items = left.ok_or(Reason::HeaderNotAllowed)?;
    }
    Ok(())
}

/// How many items a list asks for, if it is as browsers send it, sorted, in lower case and without
/// blanks, and asks for nothing but what is listed: one comparison if it asks for all of that, or one
/// walk along both.
///
/// Spec: <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>
#[inline]
fn items_in_order(allowed: &RequestHeaderSet, mut list: &[u8]) -> Option<usize> {
    if !list.is_empty() && list == allowed.all.as_bytes() {
        return Some(allowed.listed.len());
    }
    let mut items = 0;
    for name in &allowed.listed {
        match list.strip_prefix(name.as_bytes()) {
            Some([]) => return Some(items + 1),
            Some([b',', rest @ ..]) => (list, items) = (rest, items + 1),
            Some(_) | None => {}
        }
    }
    None
}

/// Reads a list in any order and case, with blanks and empty items. Out: how many more items may
/// come; `None` if it asks for too much.
#[inline(never)]
fn permit_list(
    allowed: &RequestHeaderSet,
    mut list: &[u8],
    mut items: usize,
    longest: usize,
) -> Option<usize> {
    loop {
        items = items.checked_sub(1)?;
        if let [b',', rest @ ..] = list {
            list = rest;
            continue;
        }
        let near = list.get(..=longest).unwrap_or(list);
        let item = near.split(|byte| *byte == b',').next().unwrap_or_default();
        if item.len() > longest || !permits(allowed, item) {
            return None;
        }
        match list.get(item.len() + 1..) {
            Some(rest) => list = rest,
            None => return Some(items),
        }
    }
}

/// Whether an item of the list, blanks around it included, may be asked for.
fn permits(allowed: &RequestHeaderSet, item: &[u8]) -> bool {
    // As browsers send it.
    if allowed.listed.iter().any(|name| name.as_bytes() == item) {
        return true;
    }
    let name = trim_http_tab_or_space(item);
    name.is_empty()
        || (allowed.any && !name.eq_ignore_ascii_case(b"authorization"))
        || allowed.listed.iter().any(|listed| listed.as_bytes().eq_ignore_ascii_case(name))
}

/// The most items, empty ones included, and the longest one, in bytes, blanks included, that
/// `Access-Control-Request-Headers` may hold where a rule allows every header.
const ASKED_ITEMS: usize = 256;
const ASKED_ITEM_BYTES: usize = 256;

/// Items and bytes that a list may have beyond a rule's own: empty items, blanks.
const SLACK: usize = 16;
