//! A request of actix-web, as a selector sees it.

use std::ops::Deref;

use actix_web::dev::ServiceRequest;
use actix_web::http::header;
use crosscheck_service::RequestHost;

/// A request whose policy is to be chosen: all that actix-web knows of it.
#[derive(Clone, Copy, Debug)]
pub struct ActixHead<'r>(pub(crate) &'r ServiceRequest);

impl Deref for ActixHead<'_> {
    type Target = ServiceRequest;

    fn deref(&self) -> &ServiceRequest {
        self.0
    }
}

impl RequestHost for ActixHead<'_> {
    fn host(&self) -> Option<&str> {
        if let Some(authority) = self.uri().authority() {
            return Some(authority.as_str());
        }
        let mut lines = self.headers().get_all(header::HOST);
        match (lines.next(), lines.next()) {
            (Some(host), None) => host.to_str().ok(),
            _ => None,
        }
    }
}
