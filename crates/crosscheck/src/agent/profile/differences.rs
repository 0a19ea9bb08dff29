//! What each browser does otherwise than the standard: a table of data, never an `if` on a name.
//!
//! A row is a question, the standard's answer, and each browser's where it is another one. Beside a
//! browser's answer stands its evidence: the recorded scenario (`tests/data`) that the engine gets
//! wrong without it, or where else it is known from. What a browser answered before some release is a
//! line below its answer of today.

use alloc::format;
use alloc::string::String;

use super::address_blocks;
use super::address_blocks::AddressBlock;
use super::behaviours::AnsweredFromCache;
use super::behaviours::CacheModel;
use super::behaviours::ClearSiteData;
use super::behaviours::ConditionalStatuses;
use super::behaviours::ConsoleStyle;
use super::behaviours::CookieBytes;
use super::behaviours::EmptyLocation;
use super::behaviours::HandshakeMetadata;
use super::behaviours::HstsAudience;
use super::behaviours::HttpCachePartition;
use super::behaviours::ImplicitLifetime;
use super::behaviours::Invalidation;
use super::behaviours::KeptIfRefused;
use super::behaviours::LocalNetworkChecks;
use super::behaviours::MaxAgeRule;
use super::behaviours::OpaqueOriginReferrer;
use super::behaviours::PreflightBypass;
use super::behaviours::PreflightRedirect;
use super::behaviours::RangeRule;
use super::behaviours::RangesInCache;
use super::behaviours::RedirectHeaders;
use super::behaviours::RedirectsAndSameSite;
use super::behaviours::RequestDirectives;
use super::behaviours::SameSiteMetadata;
use super::behaviours::SharedMemory;
use super::behaviours::SrcdocReferrer;
use super::behaviours::StaleWhileRevalidate;
use super::behaviours::StickyPreflight;
use super::behaviours::StorageAccessTold;
use super::behaviours::StreamBodies;
use super::behaviours::ThirdPartyCookies;
use super::behaviours::UnspecifiedAddress;
use super::behaviours::VariedEntry;
use super::behaviours::XhrCharset;
use super::browser::Browser;
use super::insecure_requests::InheritingWorkers;
use super::insecure_requests::LoopbackUpgrade;
use super::insecure_requests::Upgrade;
use super::insecure_requests::UpgradedHosts;

profiles! {
    /// The most seconds for which a preflight is remembered.
    max_age_cap: u64 = u64::MAX;
        chromium = 7200, "its source: preflight_result";
        firefox = 86_400, "its source: nsCORSListenerProxy";
        webkit = 600, "its source: CrossOriginPreflightResultCache";

    /// For how long an answer that says nothing of it counts.
    implicit_lifetime: ImplicitLifetime = ImplicitLifetime::Standard;
        chromium = ImplicitLifetime::RedirectsForGood, "ahc0203";
        webkit = ImplicitLifetime::MovedForGood, "ahc0203";

    /// Which kept answers are asked about by what they say of their state, rather than asked for anew.
    conditional_statuses: ConditionalStatuses = ConditionalStatuses::All;
        chromium = ConditionalStatuses::WithContent, "fresh-rt0049";
        firefox = ConditionalStatuses::NoErrorsNorRedirects, "fresh-rt0025";

    /// What becomes of a stale answer that may be used while it is revalidated.
    stale_while_revalidate: StaleWhileRevalidate = StaleWhileRevalidate::Never;
        chromium = StaleWhileRevalidate::ByPage, "ahc0015";
        firefox = StaleWhileRevalidate::ByCacheAndToldSo, "mt0118";
        webkit = StaleWhileRevalidate::ByCache, "mt0118";

    /// What a kept answer is good for that was chosen by other headers (`Vary`).
    varied_entry: VariedEntry = VariedEntry::IsIgnored;
        chromium = VariedEntry::IsValidated, "ahc0217";
        firefox = VariedEntry::IsValidated, "ahc0217";

    /// Whether what is `immutable`, and came over TLS, is good for the mode `no-cache` as it is.
    immutable_needs_no_validation: bool = false;
        firefox = true, "its source: nsHttpChannel::OnCacheEntryCheck";

    /// Whether the mode `reload` makes void what is kept before the new answer is there.
    reloads_make_void: bool = false;
        firefox = true, "pair-y0385";

    /// Whether a redirect that is not followed, as the mode `manual` says, is kept.
    keeps_manual_redirects: bool = true;
        firefox = false, "measured: asked for again by who follows it";

    /// Whether answers to requests with credentials are kept apart from those without.
    keeps_credentialed_answers_apart: bool = false;
        firefox = true, "ahc0121";

    /// Whether what script asks a third party for is kept apart from what elements load from there.
    keeps_answers_of_script_apart: bool = false;
        firefox = true, "ahc0005";

    /// Whether an insecure page asks anew for an image that script of it has asked for.
    images_of_insecure_pages_are_kept_apart: bool = false;
        firefox = true, "fresh-uh0000";

    /// Whether a preload serves who asks with a cache mode that wants what the server says now.
    preloads_serve_who_asks_anew: bool = true;
        firefox = false, "fresh-qpr001";

    /// Whether `Vary: Cookie` goes by the cookies that there are, be they sent or not.
    varies_by_unsent_cookies: bool = false;
        webkit = true, "fresh-qvc001";

    /// Whose answers are kept apart, beside those of other pages.
    http_cache_partition: HttpCachePartition = HttpCachePartition::TopLevel;
        chromium = HttpCachePartition::Frame, "ahc0219";
        firefox = HttpCachePartition::ForeignAncestor, "its source: OriginAttributes::SetPartitionKey";
        webkit = HttpCachePartition::None, "fresh-qww003";

    /// Which requests are answered by what is kept.
    answered_from_cache: AnsweredFromCache = AnsweredFromCache::Get;
        chromium = AnsweredFromCache::GetHeadAndForced, "pair-v0045";

    /// Whether answers to `HEAD` are kept, for others of these.
    keeps_answers_to_head: bool = false;
        firefox = true, "fresh-knf91";

    /// Whether `only-if-cached` lets requests out where nothing is kept.
    asks_though_only_cached: bool = false;
        webkit = true, "pair-v0017";

    /// Which requests make void what is kept of their URL.
    invalidation: Invalidation = Invalidation::UnsafeSuccess;
        chromium = Invalidation::UnsafeSuccessOfBodies, "ahc0200";
        firefox = Invalidation::Unsafe, "pair-v0006";
        webkit = Invalidation::AnythingReceived, "pair-v0073";

    /// Whether they make void what is kept of the URL in `Location`, too, if its host is the same.
    invalidates_location: bool = false;
        firefox = true, "fresh-f116";

    /// Whether only what can be used again is kept: what is fresh, or can be validated, and has a status
    /// that is no temporary one.
    keeps_only_what_is_reusable: bool = false;
        webkit = true, "ahc0185";

    /// Whether what a kept permanent redirect of an insecure URL leads to is kept in memory only, in place of
    /// what is kept for good.
    keeps_permanently_moved_in_memory: bool = false;
        firefox = true, "ahc0208";

    /// Whether the cache is looked up for where a redirect leads that came over the network.
    looks_up_redirected_requests: bool = true;
        webkit = false, "ahc0184";

    /// Which answers are kept although the CORS check refuses them.
    keeps_refused_answers: KeptIfRefused = KeptIfRefused::Always;
        chromium = KeptIfRefused::IfSniffed, "ahc0144";
        firefox = KeptIfRefused::NotOfWorkersFetch, "pair-u0040";
        webkit = KeptIfRefused::Never, "ahc0144";

    /// Whether an answer that the CORS check refuses makes void what was kept before, even where it is
    /// not kept itself.
    refused_answers_make_void: bool = true;
        webkit = false, "pair-u0157";

    /// Whether a redirect that the CORS check refuses is kept all the same.
    keeps_refused_redirects: bool = true;
        firefox = false, "ahc0188";

    /// Whether what is not of the type that an element takes, so that nobody reads its body, is kept in the HTTP
    /// cache.
    keeps_what_is_of_another_type: bool = true;
        firefox = false, "fresh-e1068";

    /// Whether what a frame shows is looked up among what other frames asked for alone.
    navigations_notice_only_navigations: bool = false;
        webkit = true, "fresh-ic0027";

    /// Whether escapes in a URL are spelled anew before it is sent: none that need not be, all in upper case.
    spells_escapes_anew: bool = false;
        webkit = true, "fresh-pe0001";

    /// Whether what came without `Authorization` is good for whoever sends it only once the server has said that
    /// it still holds.
    authorization_validates: bool = false;
        firefox = true, "fresh-e0b53x1962";

    /// Whether a request with credentials for its own origin only that a kept redirect takes out of it starts anew,
    /// past the cache.
    redirects_from_home_start_anew: bool = false;
        webkit = true, "fresh-ra0017";

    /// Whether what is kept of an error is good only once the server has said that it still holds.
    validates_errors: bool = false;
        firefox = true, "fresh-e1021";

    /// Whether what is kept from its asker for being data (by `nosniff`, or by how it begins), so that nobody reads its body, is kept in
    /// the HTTP cache.
    keeps_opaque_data: bool = true;
        chromium = false, "fresh-c8af2x956";

    /// What part the HTTP cache plays where a request asks for a range.
    ranges_in_cache: RangesInCache = RangesInCache::PassBy;
        chromium = RangesInCache::Parts, "fresh-erg013";
        firefox = RangesInCache::FromStart, "fresh-e2153";
        webkit = RangesInCache::Apart, "fresh-e2210";

    /// Whether what elements that play their file ask for is kept.
    keeps_media: bool = true;
        webkit = false, "fresh-e2153";

    /// Whether a `425` and a `429` are kept.
    keeps_425_and_429: bool = true;
        firefox = false, "fresh-e2259";

    /// Whether a kept redirect goes on with the headers of who asked first, but by CORS.
    kept_redirects_carry_headers: bool = false;
        webkit = true, "fresh-e3154";

    /// Whether a request with a condition of script's own passes the HTTP cache by even where script wants
    /// what is kept at any price.
    conditions_pass_by_kept_answers: bool = false;
        chromium = true, "pair-y0393";
        webkit = true, "pair-y0393";

    /// What comes of what script says to caches by `Cache-Control` and `Pragma`.
    request_directives: RequestDirectives = RequestDirectives::Standard;
        chromium = RequestDirectives::NoCacheReloads, "fresh-ecc005";
        firefox = RequestDirectives::NoStorePassesBy, "fresh-ecc015";

    /// Whether a condition that a worker's script set is told neither caches on the way nor preflights.
    conditions_of_workers_are_untold: bool = false;
        chromium = true, "fresh-eci039";

    /// Whether a condition that script set validates, rather than passes by, what is kept.
    script_conditions_validate: bool = false;
        chromium = true,
            "measured: where script set `If-None-Match`, `Cache-Control: max-age=0` is sent (ahc0163)";

    /// Whether what `XMLHttpRequest` asks on a condition takes the place of what is kept, unless that is what
    /// `If-Match` or `If-Unmodified-Since` names.
    xhr_conditions_renew: bool = false;
        firefox = true, "fresh-ku0";

    /// Which cache modes ask a preflight again, though one is remembered.
    preflight_bypass: PreflightBypass = PreflightBypass::Never;
        chromium = PreflightBypass::ByValidation, "apf0010";
        firefox = PreflightBypass::ByReload, "apf0018";

    /// Whether what is asked for without credentials by force of the embedder policy passes by what is kept.
    credentialless_reloads: bool = false;
        chromium = true, "aem0002";

    /// How `Access-Control-Max-Age` is read.
    max_age_rule: MaxAgeRule = MaxAgeRule::DeltaSeconds;
        chromium = MaxAgeRule::SignedNumber, "af00719";
        firefox = MaxAgeRule::DigitsOrNothing, "h01220";
        webkit = MaxAgeRule::SignedNumber, "af00719";

    /// What one entry of the preflight cache remembers.
    cache_model: CacheModel = CacheModel::Names;
        chromium = CacheModel::WholeAnswer, "af01767";
        firefox = CacheModel::NamesWithoutWildcards, "h02102";
        webkit = CacheModel::WholeAnswer, "af00614";

    /// Whether a remembered `*` is literal if the preflight was credentialed, whatever the request.
    cached_star_by_preflight: bool = false;
        chromium = true, "h00303";

    /// Whether what a preflight allows an origin that redirects made `null` is remembered.
    remembers_for_tainted_origins: bool = true;
        chromium = false, "y1h";
        webkit = false, "y1h";

    /// Whether what a preflight allows an opaque origin is remembered.
    remembers_for_opaque_origins: bool = true;
        chromium = false, "65x1106.7";

    /// Whether a failed request forgets what the cache knew about it.
    clears_cache_on_failure: bool = true;
        chromium = false, "h02553";
        webkit = false, "af02404";

    /// Whether a preflight after a redirect tells as much of the page's URL as the request did before it.
    preflights_tell_first_referrer: bool = false;
        webkit = true, "fresh-hg0187";

    /// Whether an element needs no CORS for an `integrity` that names no digest which is understood.
    elements_ignore_unknown_digests: bool = false;
        chromium = true, "fresh-hj0024";

    /// Whether a cache that may answer while it asks anew does ask, though the preflight was refused.
    refused_preflights_revalidate: bool = false;
        firefox = true, "fresh-jb0137";

    /// Whether a preload must have the digest that its `integrity` names.
    judges_preloads_by_integrity: bool = true;
        webkit = false, "fresh-hj0051";

    /// Whether fonts that are preloaded must have their digest, too.
    preloaded_fonts_have_digests: bool = true;
        firefox = false, "fresh-knf18";

    /// Whether a preload that is none of what its `integrity` says is given to who asks for it.
    keeps_altered_preloads: bool = false;
        chromium = true, "fresh-jc0024";

    /// Whether script that names digests is never given a preload.
    script_shares_no_preload_with_digests: bool = false;
        firefox = true, "fresh-jc0084";

    /// Whether a redirect is kept that is refused before anything is asked where it leads.
    keeps_redirects_not_gone: bool = true;
        firefox = false, "fresh-hg0091";

    /// Whether a redirect that script did not want is such a failure.
    clears_cache_on_unwanted_redirect: bool = true;
        firefox = false, "fresh-gso0004";

    /// Whether `Access-Control-Allow-Headers: *` covers `Authorization`.
    authorization_covered_by_wildcard: bool = false;
        chromium = true, "h01703";
        firefox = true, "h01703";
        webkit = true, "h01703";

    /// Whether a remembered `*` covers it too.
    authorization_covered_by_cached_wildcard: bool = false;
        webkit = true, "h00111";

    /// Whether more than 1,024 bytes of safelisted values need a preflight.
    limits_safelisted_total: bool = true;
        firefox = false, "af00648";
        webkit = false, "its source: CrossOriginAccessControl keeps no total";

    /// Whether client hints need no preflight.
    safelists_client_hints: bool = false;
        chromium = true, "af00486";

    /// Which values of `Range` need no preflight.
    range_rule: RangeRule = RangeRule::AnyLength;
        chromium = RangeRule::LessThanSixtyThreeBits, "h00923";
        firefox = RangeRule::SixtyThreeBits, "h00923";
        webkit = RangeRule::SixtyThreeBitsAnySpelling, "h00923";

    /// Whether safelisted values must be ASCII, and `Content-Type` a single media type without an open end.
    safelists_strictly: bool = false;
        firefox = true, "af02903";

    /// Whether repeated headers are joined before they are judged.
    joins_headers_first: bool = false;
        chromium = true, "h01666";
        webkit = true, "h01666";

    /// Whether a header given twice is named twice in `Access-Control-Request-Headers`.
    repeats_requested_names: bool = false;
        firefox = true, "h00480";

    /// Whether `User-Agent` set by script is dropped.
    drops_user_agent: bool = false;
        chromium = true, "af00772";

    /// Whether a `Range` that is understood is sent in its shortest spelling.
    rewrites_range: bool = false;
        chromium = true, "h02450";

    /// Whether values are sent as UTF-8 rather than byte by byte.
    sends_values_as_utf8: bool = false;
        webkit = true, "h00374";

    /// `Accept` of images.
    accept_of_images: &'static str = "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5";
        chromium = "image/jxl,image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", "acc0";
        firefox = "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5", "acc0";
        webkit = "image/webp,image/avif,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
            "acc0";

    /// `Accept` of modules of JSON.
    accept_of_json: &'static str = "application/json,*/*;q=0.5";
        webkit = "*/*", "fresh-kng9";

    /// `Accept` of videos.
    accept_of_videos: &'static str = "*/*";
        firefox = "video/webm,video/ogg,video/*;q=0.9,application/ogg;q=0.7,audio/*;q=0.6,*/*;q=0.5",
            "fresh-kng16";

    /// `Accept` of audio.
    accept_of_audio: &'static str = "*/*";
        firefox = "audio/webm,audio/ogg,audio/wav,audio/*;q=0.9,application/ogg;q=0.7,video/*;q=0.6,*/*;q=0.5",
            "fresh-kng17";

    /// Whether the handshake of a `WebSocket` has an `Accept`.
    handshakes_accept: bool = true;
        chromium = false, "fresh-kng23";
        webkit = false, "fresh-kng23";

    /// `Accept` of fonts.
    accept_of_fonts: &'static str = "*/*";
        firefox = "application/font-woff2;q=1.0,application/font-woff;q=0.9,*/*;q=0.8", "acc2";

    /// `Accept` of documents.
    accept_of_documents: &'static str =
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,image/jxl,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
            "its source: content/public/common/content_constants";

    /// Whether what a form sends by `POST` asks caches on the way to validate what they keep.
    forms_revalidate: bool = false;
        chromium = true, "measured: a form's `POST` has `Cache-Control: max-age=0` (ack0002)";

    /// What `Sec-Fetch-*` tells of a `WebSocket` handshake.
    handshake_metadata: HandshakeMetadata = HandshakeMetadata::Empty;
        chromium = HandshakeMetadata::Untold, "acx0045";
        webkit = HandshakeMetadata::WebSocket, "acx0045";

    /// Whether JSON modules are told from scripts by their destination.
    knows_json_destination: bool = true;
        webkit = false, "ael0056";

    /// Whether an insecure URL of this machine is told no less than one over TLS.
    referrers_trust_loopback: bool = true;
        chromium = false, "aln0013";
        firefox = false, "aln0013";
        webkit = false, "amx0035";

    /// Whether a page may tell another site more of its URL than browsers tell by default.
    relaxes_referrers_across_sites: bool = true;
        firefox = false, "mt0008";

    /// What a document with an opaque origin tells of its URL.
    opaque_origin_referrer: OpaqueOriginReferrer = OpaqueOriginReferrer::None;
        firefox = OpaqueOriginReferrer::OriginOfElements, "acx0048";
        webkit = OpaqueOriginReferrer::Url, "acx0048";

    /// What the document of an `<iframe srcdoc>` tells of the document around it.
    srcdoc_referrer: SrcdocReferrer = SrcdocReferrer::Container;
        firefox = SrcdocReferrer::NoneByStyles, "mt0090";
        webkit = SrcdocReferrer::NoneByFetch, "acx0063";

    /// Whether an `EventSource` in a worker tells its URL.
    event_sources_in_workers_tell_their_url: bool = true;
        firefox = false, "acx0068";

    /// Whether a `<track>` tells the URL of its document.
    tracks_tell_their_url: bool = true;
        firefox = false, "ael0032";

    /// Whether elements that play their file judge what they tell of their document by the URL of before an
    /// upgrade.
    media_judge_referrers_before_upgrade: bool = false;
        webkit = true, "amx0011";

    /// Whether a frame's document that says nothing has the referrer policy of the document around it.
    frames_inherit_referrer_policy: bool = false;
        webkit = true, "aog0078";

    /// Whether a worker whose script says nothing has the referrer policy of the document that made it.
    workers_inherit_referrer_policy: bool = false;
        firefox = true, "aog0050";
        webkit = true, "aog0050";

    /// Which workers, of whose scripts nothing is told, want insecure requests upgraded as the document does that made
    /// them (`upgrade-insecure-requests`).
    workers_inherit_insecure_requests: InheritingWorkers = InheritingWorkers::All;
        chromium = InheritingWorkers::None, "fresh-ua0001";
        firefox = InheritingWorkers::None, "fresh-ua0001";
        webkit = InheritingWorkers::Dedicated, "fresh-ua0001";

    /// Whether the `WebSocket`s of such workers are upgraded as well.
    workers_upgrade_web_sockets: bool = true;
        webkit = false, "fresh-ua0181";

    /// Who counts as of the own site in `Sec-Fetch-Site`.
    same_site_metadata: SameSiteMetadata = SameSiteMetadata::BySchemeAndDomain;
        firefox = SameSiteMetadata::ByDomainIfLeftSecurely, "ahc0193";

    /// Whether a request by CORS that a redirect leads across origins loses what the browser told of it: what
    /// it is for, and what it wants of caches.
    crossing_by_cors_loses_metadata: bool = false;
        webkit = true, "ahc0198";

    /// Whether a preflight is from another site where redirects have hidden who asks.
    hidden_origins_are_cross_site: bool = false;
        webkit = true, "ahc0202";

    /// Whether a preflight tells nothing of itself where a redirect led from a URL that anybody can listen to.
    preflights_need_a_secure_way: bool = false;
        webkit = true, "fresh-jx0000";

    /// Whether preflights say `Sec-Fetch-Mode` where others can listen.
    preflights_always_tell_their_mode: bool = false;
        chromium = true, "ahc0162";

    /// Whether hosts that are asked for a document over TLS hear, too, that this is what is wanted.
    tells_secure_hosts_too: bool = true;
        webkit = false, "acx0013";

    /// Whether beacons ask caches on the way to validate what they keep.
    beacons_revalidate: bool = false;
        webkit = true, "aln0002";

    /// Whether there is `fetchLater()`, on secure pages.
    has_fetch_later: bool = true;
        firefox = false, "measured: it has no fetchLater()";
        webkit = false, "measured: it has no fetchLater()";
        chromium before 135 = false, "compatibility data: api.Window.fetchLater";

    /// `Accept-Language` where script set none, in the language of the recorded machine.
    accept_language: Option<&'static str> = None;
        chromium = Some("en-US,en;q=0.9"), "h00353";
        firefox = Some("en-US,en;q=0.9"), "h00353";
        webkit = Some("C"), "h00353";

    /// Whether a `crossorigin` element names its origin to the own origin too.
    elements_name_their_origin: bool = false;
        chromium = true, "ac00302";
        webkit = true, "ac00302";

    /// Whether only documents' elements do so, and none where a service worker asks in its place.
    only_documents_elements_name_their_origin: bool = false;
        webkit = true, "mt0093";

    /// Whether, to `Cross-Origin-Resource-Policy: same-site`, an opaque origin without an embedder policy is of the
    /// site of the page around it.
    opaque_origins_are_of_their_pages_site: bool = false;
        chromium = true, "v00193";

    /// Whether a sandboxed frame's beacon is sent in the name of the page around it.
    beacons_name_the_top_level: bool = false;
        webkit = true, "ac00012";

    /// Whether a request that carried `Origin` keeps it when a redirect turns it into a `GET`.
    keeps_origin_after_redirect: bool = false;
        webkit = true, "k00268";

    /// Whether any cross-origin redirect turns `Origin` into `null`, without CORS.
    nulls_origin_without_cors: bool = false;
        chromium = true, "ac00528";

    /// The same of documents.
    nulls_origin_of_navigations: bool = false;
        chromium = true, "fresh-e007";
        webkit = true, "fresh-c8af2x1264";

    /// Whether a preflight names the origin that a redirect's taint hides from the request.
    preflights_name_untainted_origin: bool = false;
        firefox = true, "af01899";

    /// Whether fonts are loaded by CORS.
    fonts_use_cors: bool = true;
        webkit = false, "k00307";

    /// Whether a `crossorigin` element that plays its file names its origin to the own origin too,
    /// where elements do.
    media_name_their_origin: bool = true;
        chromium = false, "ael0026";

    /// Whether elements that play their file ask for a range from the start.
    media_ask_for_ranges: bool = true;
        webkit = false, "ael0008";

    /// Whether a `<track>` of another origin is asked for, and shown, without `crossorigin`.
    tracks_need_no_cors: bool = false;
        webkit = true, "ael0112";

    /// Whether the status of a `<track>`'s file does not matter.
    tracks_load_whatever_their_status: bool = false;
        chromium = true, "fresh-2e64fx451";
        firefox = true, "fresh-2e64fx451";

    /// Whether `Document-Isolation-Policy` is known.
    knows_document_isolation: bool = false;
        chromium = true, "measured: `isolate-and-credentialless` withholds cookies";

    /// Whether `Cross-Origin-Embedder-Policy: credentialless` is known.
    knows_credentialless: bool = true;
        webkit = false, "aem0003";

    /// Whether a frame's document is asked for its own embedder policy before it is asked who may embed
    /// it.
    judges_frames_before_resource_policy: bool = false;
        firefox = true, "measured: of refused frames nothing is told (aem0003)";

    /// Whether `import()` knows style sheets.
    has_css_modules: bool = true;
        webkit = false, "ael0003";
        firefox before 147 = false,
            "compatibility data: javascript.statements.import.import_attributes.type_css";

    /// Whether captions can be preloaded.
    preloads_tracks: bool = true;
        firefox = false, "fresh-rr0001";

    /// Whether a sheet that `nosniff` forbids is foreign to the page that imports it, even if it is of its own origin.
    refused_imports_are_foreign: bool = false;
        chromium = true, "fresh-rt0161";

    /// Whether a sheet that is mixed content, and so not asked for, fails for the page that imports it.
    blocked_imports_fail: bool = false;
        webkit = true, "fresh-je0001";

    /// Whether such a sheet is the page's own, as long as what led to it was.
    blocked_imports_are_own: bool = false;
        firefox = true, "fresh-je0001";

    /// Whether an image that was preloaded, and may not be stored, is not shown again unasked.
    used_preloads_must_be_storable: bool = false;
        chromium = true, "fresh-rq0001";

    /// Whether scripts take what is preloaded for another `crossorigin` away, to use it no more.
    scripts_use_up_any_preload: bool = false;
        firefox = true, "fresh-65x282";

    /// Whether style sheets load whatever type they are of, unless `nosniff` forbids it: as empty ones.
    sheets_of_any_type_load: bool = false;
        chromium = true, "ael0025";

    /// Whether a style sheet without a type is taken for plain text where a redirect led to it.
    guesses_types_of_redirected_sheets: bool = false;
        firefox = true, "fresh-js0188";

    /// Whether a preload for script is good for any `fetch()` whose mode and credentials go with its `crossorigin`: any
    /// without CORS where it has none.
    fetch_takes_preloads_by_crossorigin: bool = false;
        firefox = true, "fresh-ro0084";

    /// Whether a font is preloaded by CORS and without credentials, whatever `crossorigin` says.
    fonts_are_preloaded_by_cors: bool = false;
        firefox = true, "afo0005";

    /// Whether a script that is preloaded serves whoever needs it as a module.
    modules_use_preloaded_scripts: bool = true;
        firefox = false, "fresh-km026";

    /// Whether that is so of modules of JSON and of style sheets, too.
    modules_of_any_type_use_preloaded_scripts: bool = false;
        chromium = true, "fresh-xomod019";

    /// Whether a `modulepreload` asks nobody for a module that its document has, and takes what was preloaded as a script.
    module_preloads_look_into_module_map: bool = true;
        webkit = false, "fresh-mmp033";

    /// Whether it fails where the document has the module by another `crossorigin`.
    module_preloads_hold_to_crossorigin: bool = false;
        firefox = true, "fresh-mmp002";

    /// Whether a module that a document has is there for whoever imports its URL as one of another type, too.
    module_map_knows_no_types: bool = false;
        webkit = true, "fresh-mmp052";

    /// Whether what a document has preloaded and not used yet is not asked for by another preload.
    preloads_once: bool = false;
        chromium = true, "fresh-c8af2x2415";
        firefox = true, "fresh-c8af2x2415";

    /// Whether that is so whatever its mode and its credentials were.
    preloads_once_for_all_settings: bool = false;
        chromium = true, "fresh-e3226";

    /// Whether a script or a sheet that a document has loaded is not asked for by a preload.
    loading_preloads: bool = false;
        firefox = true, "fresh-e3040";

    /// Whether a script that `nosniff` takes for none can be preloaded.
    preloaded_scripts_may_be_mistyped: bool = false;
        chromium = true, "fresh-f056";
        firefox = true, "fresh-f056";
        webkit = true, "fresh-f056";

    /// The same of sheets.
    preloaded_sheets_may_be_mistyped: bool = false;
        firefox = true, "fresh-f047";
        webkit = true, "fresh-f047";

    /// Whether that is so only of what is of another origin.
    only_foreign_preloads_may_be_mistyped: bool = false;
        firefox = true, "fresh-e2148";

    /// Whether a script or a sheet that a preload failed to get is not asked for again by who needs it; another
    /// preload of it asks nobody in any case, where documents preload once.
    keeps_failed_preloads: bool = true;
        firefox = false, "fresh-c8af2x1001";

    /// Whether a preload of which nothing can be made, by CORS, the resource policy or its status, has loaded
    /// all the same.
    refused_preloads_load: bool = false;
        firefox = true, "ael0034";

    /// Whether a preload for script has failed where its status is no success.
    preloads_for_script_need_success: bool = false;
        firefox = true, "fresh-f091";

    /// Whether a sheet that is preloaded is judged by its type, where who asks may see it.
    judges_preloaded_sheets: bool = false;
        firefox = true, "fresh-h001";

    /// Whether a module that is preloaded is judged by its type at once.
    judges_preloaded_modules: bool = true;
        webkit = false, "ael0094";

    /// Whether a document remembers that a module could not be had.
    keeps_failed_modules: bool = true;
        chromium = false, "ael0101";
        webkit = false, "fresh-h031";

    /// Whether a document that shows an image can show it again unasked although its status is no success.
    documents_hold_images_of_errors: bool = false;
        chromium = true, "fresh-67x29";
        firefox = true, "fresh-e1092";

    /// Whether whatever else a document asks for takes the place of what it shows of the same URL.
    documents_hold_one_file_of_each_url: bool = false;
        chromium = true, "fresh-c5ff9x353";

    /// In whose memory the files are that a document shows, so that what others ask for takes their place, too.
    shared_memory: SharedMemory = SharedMemory::None;
        chromium = SharedMemory::OfOneSite, "fresh-e0b51x3715";
        firefox = SharedMemory::ImagesOfOneOrigin, "fresh-e0b51x3292";

    /// Whether all documents of a page share one memory, which is looked at before the HTTP cache: one resource for
    /// each URL, by way of its redirects, whoever preloaded or loaded it.
    has_memory_cache: bool = false;
        webkit = true, "fresh-e0b51x3292";

    /// Whether a document is served again the script, the sheet or the font that it has, for as long as that is fresh,
    /// whatever became of it in the HTTP cache.
    documents_hold_fresh_files: bool = false;
        chromium = true, "fresh-hu0001";

    /// Whether a document that plays a file of which it was given a part can play it again unasked.
    documents_hold_media: bool = false;
        chromium = true, "fresh-e2151";

    /// Whether a document that shows an image since a style names it can show it again unasked, as it can others;
    /// where another style names it, for good.
    styles_hold_images: bool = false;
        chromium = true, "fresh-rk0002";
        firefox = true, "fresh-rk0002";

    /// Whether styles take each other's images whether CORS was asked for or not, as far as they may use them.
    styles_hold_one_image_of_each_url: bool = false;
        chromium = true, "fresh-rs0044";

    /// Whether a document that shows a style sheet can show it again unasked.
    documents_keep_sheets: bool = false;
        firefox = true, "its source: SharedStyleSheetCache";

    /// Whether elements are kept from what is data for sure (`nosniff`), and of another origin.
    ///
    /// Spec: <https://github.com/annevk/orb>
    keeps_data_from_elements: bool = true;
        webkit = false, "fresh-rm0000";

    /// Whether what a redirect led home to the page's own origin is such data.
    keeps_data_led_home_from_elements: bool = true;
        chromium = false, "fresh-js0000";

    /// Whether plain text is such data.
    keeps_plain_text_from_elements: bool = true;
        firefox = false, "fresh-c8af2x1966";

    /// Whether what is asked for without CORS must be of a harmless type, or look like what it was
    /// asked for.
    validates_opaque_answers: bool = false;
        firefox = true, "measured: OpaqueResponseBlocking in the console (ael0006)";

    /// Whether what looks like data, to its first bytes, is kept from who asked without CORS before anybody looks whether it is the
    /// script or the sheet that was asked for.
    judges_opaque_data_first: bool = false;
        chromium = true, "fresh-e1064";

    /// Whether a module's type is judged before CORS is.
    judges_module_types_first: bool = false;
        firefox = true, "measured: the console tells of the type, not of what is missing (ael0056)";

    /// Whether an upload listener makes a preflight only where there is a body.
    upload_listener_needs_body: bool = false;
        chromium = true, "af02002";

    /// Whether beacons of any type go out without CORS.
    no_cors_bodies_keep_any_type: bool = false;
        webkit = true, "af02475";

    /// What a redirect with an empty `Location` is.
    empty_location: EmptyLocation = EmptyLocation::ThisUrl;
        chromium = EmptyLocation::NoRedirect, "h01565";
        webkit = EmptyLocation::Error, "h01565";

    /// Whether script is told of no redirect where a service worker's answer is from where the request started.
    workers_redirects_back_are_none: bool = false;
        firefox = true, "fresh-rl0000";

    /// Whether redirect mode `error` refuses a redirect that leads nowhere.
    refuses_redirects_to_nowhere: bool = true;
        chromium = false, "zz0";
        webkit = false, "zz0";

    /// Whether redirect mode `manual` refuses a redirect whose `Location` is no URL.
    judges_location_of_manual_redirects: bool = false;
        chromium = true, "zz22";

    /// Whether any redirect to `ftp` is refused, before its other headers are looked at and whatever
    /// the redirect mode.
    knows_no_ftp: bool = false;
        webkit = true, "12c1x2844.5";

    /// Whether documents refuse URLs with a user name or password, but for what is asked for by CORS, for media, and
    /// where a redirect leads `XMLHttpRequest` and beacons.
    documents_refuse_url_credentials: bool = false;
        chromium = true, "fresh-kna0001";

    /// Whether a beacon has a body of 64 KiB at most, as all have together that may outlive their page.
    beacons_are_bounded: bool = true;
        firefox = false, "fresh-mka010";

    /// What becomes of a body that is a stream.
    stream_bodies: StreamBodies = StreamBodies::Sent;
        firefox = StreamBodies::AsText, "fresh-mst001";
        webkit = StreamBodies::NotSupported, "fresh-mst015";

    /// Whether what has a stream for a body is asked for by CORS though its mode is `same-origin`.
    streams_ask_by_cors: bool = false;
        chromium = true, "fresh-mst019";

    /// Whether an `EventSource` refuses a stream that says it is of another charset than UTF-8, or reads it as that.
    event_sources_need_utf_8: bool = false;
        chromium = true, "fresh-mes001";

    /// Whether an answer whose `Location` lines differ is no answer.
    refuses_several_locations: bool = false;
        chromium = true, "h00968";
        firefox = true, "h00968";

    /// Whether the bytes of `Location` are taken for letters of Latin-1.
    reads_location_as_latin_1: bool = false;
        webkit = true, "65x1007.5";

    /// Whether several `Location` lines are one, joined by commas.
    joins_several_locations: bool = false;
        webkit = true, "5x242.6";

    /// Whether a redirect without CORS takes the credentials along that were for the own origin only.
    no_cors_redirects_keep_credentials: bool = false;
        webkit = true, "fresh-c8af2x223";

    /// Whether a redirect across origins turns `DELETE` into `GET`.
    redirects_delete_as_get: bool = false;
        webkit = true, "af01402";

    /// Whether client hints set by script are dropped on a redirect to another than their page.
    drops_hints_on_redirect: bool = false;
        chromium = true, "h01586";

    /// Which headers go along with a redirected request.
    redirect_headers: RedirectHeaders = RedirectHeaders::Current;
        firefox = RedirectHeaders::InitialByInitialMethod, "h01834";
        webkit = RedirectHeaders::InitialAcrossOrigins, "h02001";

    /// Whether a request that needed a preflight once needs one on every later hop.
    sticky_preflight: StickyPreflight = StickyPreflight::No;
        firefox = StickyPreflight::FirstNamesLessStripped, "k00174";
        webkit = StickyPreflight::FirstNames, "k00174";

    /// Whether a preflight that a redirect leads home must not name who may read.
    trusts_own_preflights: bool = false;
        firefox = true, "af01899";

    /// Whether a cookie with `SameSite=None` must be `Secure`.
    same_site_none_needs_secure: bool = true;
        webkit = false, "3x330.6";
        firefox before 131 = false,
            "compatibility data: http.headers.Set-Cookie.SameSite.none_requires_secure";

    /// Whether a cookie that says nothing of `SameSite` is `Lax`.
    same_site_lax_by_default: bool = true;
        firefox = false, "yc1";
        webkit = false, "ack0011";

    /// Whether a cookie may have no name, so that a pair without `=` is a value; else it is a name.
    keeps_nameless_cookies: bool = true;
        firefox = false, "zc0";

    /// What `Clear-Site-Data` clears.
    clear_site_data: ClearSiteData = ClearSiteData::Standard;
        chromium = ClearSiteData::OfCredentialed, "fresh-ecd2022";
        firefox = ClearSiteData::OfHost, "fresh-ecd2035";
        webkit = ClearSiteData::CookiesOfHost, "fresh-mcd019";

    /// Whether script sees nothing of `Clear-Site-Data`.
    hides_clear_site_data: bool = false;
        chromium = true, "fresh-mcd015";

    /// Whether cookies are stored that come with the refusal of a `WebSocket`.
    stores_cookies_of_failed_handshakes: bool = true;
        chromium = false, "fresh-ews002";

    /// Whether, among cookies of equal paths, those of the host alone go before those of a wider domain, and
    /// those whose `Domain` is the host before both.
    sends_host_only_cookies_first: bool = false;
        webkit = true, "fresh-c8af2x1177";

    /// What a redirect by way of another site does to a request that comes back, as `SameSite` sees it.
    redirects_and_same_site: RedirectsAndSameSite = RedirectsAndSameSite::CrossSite;
        chromium = RedirectsAndSameSite::Ignored, "aso0002";
        firefox = RedirectsAndSameSite::CrossSiteToSend, "measured: a Strict cookie set on such an answer is kept";
        webkit = RedirectsAndSameSite::HostOfPage, "aso0002";

    /// Whether a frame of another site makes its requests cross-site, also those to the site of the
    /// page in the address bar.
    same_site_considers_frames: bool = true;
        webkit = false, "ack0167";

    /// Whether, for cookies, `http` and `https` are of different sites.
    cookies_tell_schemes_apart: bool = true;
        firefox = false, "acp0004";
        webkit = false, "acp0004";

    /// What becomes of cookies of other sites than the page's, where the user set nothing.
    third_party_cookies: ThirdPartyCookies = ThirdPartyCookies::Allowed;
        firefox = ThirdPartyCookies::Partitioned, "measured: set in the API's own tab, not sent from another site";
        webkit = ThirdPartyCookies::OnlySent, "yc0";

    /// Whether the user's choice to block cookies of other sites is heeded.
    heeds_blocking_of_third_parties: bool = true;
        webkit = false, "ack0073";

    /// Whether its distribution ships it with that choice made, as it was when scenarios of pages of an
    /// opaque origin were recorded.
    ships_blocking_third_parties: bool = false;
        chromium = true, "ac00381";

    /// Whether cookies that are kept apart for each top-level site are spared by that choice.
    blocking_spares_partitions: bool = true;
        firefox = false, "ack0018";

    /// Which requests with credentials tell a third party, by `Sec-Fetch-Storage-Access`, whether it has
    /// access to its cookies; who may have it and has not, hears who asks, too.
    storage_access_told: StorageAccessTold = StorageAccessTold::Never;
        chromium = StorageAccessTold::NotByHandshakes, "measured: `Origin` beside `inactive`";
        firefox = StorageAccessTold::ByDocuments, "measured: `none` on a preflight";
        chromium before 133 = StorageAccessTold::Never,
            "compatibility data: http.headers.Sec-Fetch-Storage-Access";
        firefox before 147 = StorageAccessTold::Never,
            "compatibility data: http.headers.Sec-Fetch-Storage-Access";

    /// Whether who hears who asks for that reason is decided at the start, for as long as the method stays.
    keeps_origin_of_inactive_storage_access: bool = false;
        chromium = true, "ac00633";

    /// Whether `Partitioned` means anything.
    knows_partitioned_cookies: bool = true;
        webkit = false, "ack0120";
        firefox before 141 = false, "compatibility data: http.headers.Set-Cookie.Partitioned";

    /// Whether a frame that is `credentialless` has cookies of its own only.
    knows_credentialless_frames: bool = true;
        firefox = false, "its source: HTMLIFrameElement has no credentialless";
        webkit = false, "its source: HTMLIFrameElement has no credentialless";

    /// Whether a loopback host may set a `Secure` cookie without TLS.
    trusts_loopback_with_secure_cookies: bool = true;
        webkit = false, "65x1226.6";

    /// Whether the only host of a public suffix, such as `localhost`, may name itself as `Domain`.
    public_suffixes_may_name_themselves: bool = true;
        webkit = false, "ck000";

    /// Whether cookies named `__Secure-…` and `__Host-…` must be what their names promise.
    judges_cookie_prefixes: bool = true;
        webkit = false, "ck005";

    /// Whether cookies named `__Http-…` and `__Host-Http-…` must be, too.
    judges_http_cookie_prefixes: bool = true;
        webkit = false, "compatibility data: http.headers.Set-Cookie.http_host-http_prefixes";
        chromium before 140 = false,
            "compatibility data: http.headers.Set-Cookie.http_host-http_prefixes";
        firefox before 143 = false,
            "compatibility data: http.headers.Set-Cookie.http_host-http_prefixes";

    /// What becomes of a cookie with bytes that are no visible ASCII.
    cookie_bytes: CookieBytes = CookieBytes::NoControls;
        chromium = CookieBytes::NoControlsNorTabs, "ck007";
        firefox = CookieBytes::NoControlsAndUtf8, "ck009";
        webkit = CookieBytes::UpToControls, "ck008";

    /// Whether an empty value erases what script gave the same header before.
    empty_values_erase: bool = false;
        firefox = true, "h01761";

    /// Whether XHR's `Content-Type` is judged as script wrote it, not as it is sent.
    judges_content_type_as_written: bool = false;
        firefox = true, "zz59";

    /// Whether, for `fetch()`, a star in `Access-Control-Expose-Headers` counts although a later item
    /// is none.
    exposes_all_before_bad_items: bool = false;
        firefox = true, "2x11.4";

    /// Whether a worker's XHR names the charset of what it sends in lower case.
    workers_xhr_lowers_charset: bool = false;
        firefox = true, "wlo0125";

    /// What becomes of a charset that script gave to what XHR sends as UTF-8.
    xhr_charset: XhrCharset = XhrCharset::OfText;
        chromium = XhrCharset::InPlace, "xc1";
        firefox = XhrCharset::OfTextAndInPlaceOfParams, "xc3";
        webkit = XhrCharset::OfTextAndParams, "xc2";

    /// Whether a repeated header of which there can be one goes out once: the last value, but for a
    /// `Content-Type` with a body the first.
    sends_singletons_once: bool = false;
        firefox = true, "h01244";

    /// Whether an `EventSource` for which a service worker asks needs a preflight.
    intercepted_event_sources_ask_first: bool = false;
        webkit = true, "fresh-c8af2x250";

    /// Whether an XHR for which a service worker asked sees every header that the browser knows and that tells nothing
    /// of the user.
    intercepted_xhr_sees_known_headers: bool = false;
        webkit = true, "fresh-e071";

    /// Whether the redirects of a mask are judged as if credentials went along.
    judges_redirects_of_masks_with_credentials: bool = false;
        webkit = true, "fresh-e015";

    /// Whether the redirects of a preloaded module are judged as if credentials went along.
    judges_preloaded_redirects_with_credentials: bool = false;
        webkit = true, "ael0001";

    /// Whether redirects are judged again, and late, by how the request started.
    judges_redirects_late: bool = false;
        webkit = true, "af00014";

    /// Whether header bytes that are no UTF-8 are replaced by the replacement character.
    replaces_what_is_no_utf_8: bool = false;
        webkit = true, "12dx2998.1";

    /// Whether an empty `Access-Control-Allow-Origin` line beside another one is overlooked, unless
    /// both are spelled with these very capitals.
    skips_empty_lines: bool = false;
        firefox = true, "af00918";

    /// Whether errors of scripts loaded without CORS are muted.
    mutes_script_errors: bool = true;
        firefox = false, "ac00616";

    /// Whether a script that `importScripts()` brought tells its worker of its errors if a redirect led it back to the
    /// worker's origin.
    imported_scripts_are_of_last_origin: bool = false;
        chromium = true, "fresh-mis001";
        firefox = true, "fresh-mis001";

    /// Whether a `<script type=module>` that cannot be parsed is told of neither a load nor an error.
    unparsable_modules_wait: bool = false;
        webkit = true, "fresh-msb029";

    /// Whether scripts, but not modules, and fonts load with a status from 300 to 399 that is no
    /// redirect.
    scripts_and_fonts_load_below_400: bool = false;
        chromium = true, "w0";
        webkit = true, "w0";

    /// The same of stylesheets.
    sheets_load_below_400: bool = false;
        chromium = true, "w40";

    /// Whether what a preflight allows is remembered even if it does not allow what was asked.
    remembers_refusals: bool = false;
        webkit = true, "af02404";

    /// Whether a preflight without `Access-Control-Allow-Methods` grants the method if nothing but an
    /// upload's listener asked for the preflight.
    listeners_grant_the_method: bool = true;
        chromium = false, "zz36";
        webkit = false, "zz36";

    /// How pages are kept from what is closer to the user than they are.
    local_network_checks: LocalNetworkChecks = LocalNetworkChecks::None;
        chromium = LocalNetworkChecks::OfSecureContexts, "aln0033";
        firefox = LocalNetworkChecks::ByPrompt, "aln0033";
        chromium before 142 = LocalNetworkChecks::None,
            "measured: 133 to 141 let insecure pages and others pass";
        chromium before 133 = LocalNetworkChecks::OfInsecurePages,
            "measured: 129 to 132 refuse what a document of an insecure page asks for";
        firefox before 153 = LocalNetworkChecks::None,
            "compatibility data: api.Permissions.permission_local-network";

    /// Whether a page is kept from answers of that kind, too, that are kept already, and no connection is needed for.
    checks_local_network_before_cache: bool = true;
        firefox = false, "fresh-hf0007";

    /// Whether the console calls the user's own machine `local` and the network around it `private`.
    console_names_closer_address_spaces: bool = false;
        chromium before 133 = true, "measured: 129 to 132 write so";

    /// Whether the console tells who misses `Access-Control-Allow-Origin` that mode `no-cors` might do.
    console_suggests_no_cors: bool = false;
        chromium before 136 = true, "measured: 129 to 133 write so, 137 does not";

    /// Whether `WebSocket` is looked at, too, where pages are kept from what is closer to the user.
    checks_web_sockets_into_local_network: bool = true;
        firefox = false, "measured: passes without a prompt";
        chromium before 147 = false, "compatibility data: api.WebSocket.local_network_access";

    /// The addresses of the user's own machine.
    loopback_addresses: &'static [AddressBlock] = address_blocks::LOOPBACK;
        chromium = address_blocks::LOOPBACK_BUT_BENCHMARKS, "aln0107";
        firefox = address_blocks::LOOPBACK_BUT_BENCHMARKS, "aln0107";

    /// The addresses of the network around the user.
    local_addresses: &'static [AddressBlock] = address_blocks::LOCAL;
        firefox = address_blocks::LOCAL_BUT_RESERVED, "measured: classes of addresses";

    /// Whether a page can say where it expects the host to be (`targetAddressSpace`).
    knows_target_address_space: bool = false;
        chromium = true, "aln0031";
        chromium before 142 = false, "compatibility data: api.Request.targetAddressSpace";

    /// Whether a secure page may send insecure requests into the local network, if it is by their name that
    /// they lead there.
    spares_local_mixed_content: bool = false;
        chromium = true, "aln0132";
        chromium before 142 = false, "measured: 129 to 141 block what leads there";

    /// Whether a secure page may reach this machine by insecure URLs; where not, images and media may.
    trusts_insecure_loopback: bool = true;
        webkit = false, "amx0036";

    /// The hosts of which a secure page's insecure images and media are loaded over TLS instead.
    upgraded_hosts: UpgradedHosts = UpgradedHosts::Names;
        firefox = UpgradedHosts::All, "amx0058";
        webkit = UpgradedHosts::AllButVersionFour, "aln0099";
        firefox before 127 = UpgradedHosts::None,
            "compatibility data: http.mixed-content.auto_upgrade_images";

    /// Whether that is so of any host to which a redirect leads from TLS.
    upgrades_any_redirected_host: bool = false;
        chromium = true, "measured: its console names the URL after a redirect from https";

    /// Whether a secure page's insecure `<track>`, which others refuse, is loaded as it is.
    loads_mixed_tracks: bool = false;
        firefox = true, "fresh-2e64fx773";

    /// When `upgrade-insecure-requests` changes URLs of this machine.
    loopback_upgrade: LoopbackUpgrade = LoopbackUpgrade::Never;
        chromium = LoopbackUpgrade::OnRedirects, "amx0006";
        firefox = LoopbackUpgrade::OfWebSockets, "its source: WebSocketImpl upgrades without a look at the host";
        webkit = LoopbackUpgrade::Always, "amx0020";

    /// Whether a worker that secure documents share may ask for what is insecure.
    shared_workers_mix_content: bool = false;
        chromium = true, "fresh-ua0001";

    /// How an insecure URL turns into the one over TLS, where the page is the reason.
    upgrade: Upgrade = Upgrade::InPlace;
        firefox = Upgrade::SilentRedirect, "amx0043";

    /// The same, where the host is the reason (`Strict-Transport-Security`).
    hsts_upgrade: Upgrade = Upgrade::InPlace;
        chromium = Upgrade::Redirect, "amx0010";
        firefox = Upgrade::SilentRedirect, "amx0010";
        webkit = Upgrade::Never, "fresh-knc0028";

    /// Whether what a secure page asks for by CORS of its own host, without TLS, needs to be shared by nobody once the
    /// page's upgrade has led to its own origin.
    upgrades_that_come_home_are_shared: bool = false;
        firefox = true, "fresh-de3dfx231";

    /// Whether a redirect that is upgraded has led to the insecure URL first, as far as that hides who asks.
    judges_redirects_before_upgrade: bool = false;
        firefox = true, "fresh-c8af2x864";
        webkit = true, "fresh-c8af2x864";

    /// Whether `fetch()` is told the URL that it asked for, not the one over TLS, where the page is the reason.
    tells_url_before_upgrade: bool = false;
        chromium = true, "its source: ResourceResponse keeps the URL of before UpgradeInsecureRequest";

    /// On whose pages a host is heard that says it is reached over TLS only.
    hsts_audience: HstsAudience = HstsAudience::Everybody;
        firefox = HstsAudience::OwnSite, "its source: StoragePrincipalHelper::GetOriginAttributesForHSTS";
        webkit = HstsAudience::OwnHost, "fresh-knc0004";

    /// Whether pages of other sites go by what it said.
    third_parties_go_by_hsts: bool = true;
        firefox = false, "fresh-knb0044";

    /// Whether handshakes of `WebSocket` go by it where nothing else does.
    handshakes_go_by_hsts: bool = false;
        webkit = true, "fresh-knb0026";

    /// Whether media that are refused as mixed content, before anything is sent, wait for ever, and no error
    /// is told.
    refused_media_wait: bool = false;
        webkit = true, "aln0003";

    /// Whether what changes something without CORS, be it at home, other than a navigation, names its origin whatever
    /// the referrer policy.
    names_origin_without_cors: bool = false;
        chromium = true, "amx0047";

    /// When nothing is sent to the unspecified address (`0.0.0.0`), which others take for the user's own machine.
    unspecified_address: UnspecifiedAddress = UnspecifiedAddress::Reached;
        firefox = UnspecifiedAddress::Refused, "its source: network.socket.ip_addr_any.disabled";
        webkit = UnspecifiedAddress::RefusedAtFirst, "fresh-ko12";

    /// Whether the handshake of a `WebSocket` follows redirects.
    handshakes_follow_redirects: bool = false;
        webkit = true, "fresh-knb0001";

    /// Whether an `EventSource` whose host is not connected to tries again, rather than give up.
    event_sources_try_again: bool = false;
        webkit = true, "fresh-e086";

    /// Whether mode `same-origin` is judged before mixed content is.
    judges_mode_before_mixed_content: bool = false;
        chromium = true, "its source: BaseFetchContext::CanRequestInternal";
        firefox = true, "its source: nsContentSecurityManager";
        webkit = true, "its source: DocumentThreadableLoader looks at the mode first (acx0097)";

    /// Whether a redirect that leads to mixed content is refused for that, before it is judged by CORS.
    judges_mixed_content_of_redirects_first: bool = false;
        firefox = true, "measured: the consoles of fresh-yored014 and fresh-yored030";

    /// Whether a redirect by CORS to an insecure URL in a secure page is refused only after its preflight.
    refuses_mixed_redirects_late: bool = false;
        webkit = true, "amx0038";

    /// Whether a preflight's status is judged before its origin.
    preflight_status_first: bool = false;
        webkit = true, "af00012";

    /// Whether the method is judged before `Access-Control-Allow-Headers` is read.
    judges_method_before_headers: bool = false;
        firefox = true, "af00124";

    /// When a redirect in place of a preflight's answer is refused as such.
    preflight_redirect: PreflightRedirect = PreflightRedirect::Status;
        chromium = PreflightRedirect::BeforeCorsCheck, "af00012";
        firefox = PreflightRedirect::AfterCorsCheck, "af00049";
}

/// A question that browsers answer otherwise than the standard.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// The field of [`Profile`].
    pub name: &'static str,
    /// The question.
    pub question: &'static str,
    /// Where each browser that differs, or differed, is known from.
    pub evidence: &'static [Evidence],
    answer: fn(&Profile) -> String,
    without: fn(&Profile) -> Profile,
}

/// Where a browser's answer is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evidence {
    /// The browser, by its profile's name.
    pub browser: &'static str,
    /// If it is the answer of the releases before this one, not of today's.
    pub before: Option<u16>,
    /// A recorded scenario that shows it, or where else it is known from.
    pub source: &'static str,
}

impl Difference {
    /// A profile's answer.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Profile;
    ///
    /// // Which browsers differ from the standard in what, and from where that is known.
    /// let difference = &Profile::DIFFERENCES[0];
    /// let known = difference.evidence[0];
    /// let browser = Profile::named(known.browser).unwrap();
    /// assert!(!known.source.is_empty());
    /// if known.before.is_none() {
    ///     assert_ne!(difference.answer(browser), difference.answer(&Profile::SPEC));
    /// }
    /// ```
    pub fn answer(&self, profile: &Profile) -> String {
        (self.answer)(profile)
    }

    /// A profile with the standard's answer in place of its own.
    ///
    /// # Example
    /// ```
    /// use crosscheck::agent::Profile;
    ///
    /// let difference = &Profile::DIFFERENCES[0];
    /// let mended = difference.without(&Profile::FIREFOX);
    /// assert_eq!(difference.answer(&mended), difference.answer(&Profile::SPEC));
    /// ```
    pub fn without(&self, profile: &Profile) -> Profile {
        (self.without)(profile)
    }
}
