"""Which words do English-language newspapers use around their stories?"""

from syndicate.domain.articles import Kind
from syndicate.importers.language.words import Words, lines, listed, months, spaced

_STORY = (
    "(?:this|the) (?:article|story|post|report|item|piece|column|headline|page|interview|review"
    "|text|obituary|letter|list|transcript|feature|analysis|essay|gallery|live blog|blog)"
)
_WAS = r"(?:was|has been|had been|is being) (?:\w+ ){0,2}"
_ALSO = r",?(?: (?:have|has|had|also))*"
_WORKS = "(?:reporting|research|writing|photography|photographs|information)"
_WORK = rf"(?: (?:additional |further )?{_WORKS})?"
_BY = "(?: and [a-z]+)? (?:by|from):? "
_FROM = r"(?:(?: reporting)?(?P<from> from .+))"
_TO_THIS = (
    r"(?:to|for|with) (?:(?P<this>this|today's)|the|that) (?:[\w-]+ ){0,2}"
    r"(?:report|story|article|piece|post|dispatch|account|coverage|project|column|page|file"
    r"|investigation|obituary|review|update)\b\.?"
)
_AGO = "(?:minutes?|mins?|hours?|days?|weeks?|months?|years?) ago"

ENGLISH = Words(
    code="en",
    common=frozenset(
        spaced(
            "the of and to in a is that for it was on with as at by from be are this have has had "
            "not but they he she his her which or an were their been who its will would said about "
            "after when there more than if out up into over also some no we you"
        )
    ),
    months=months(
        *("january jan", "february feb", "march mar", "april apr", "may", "june jun"),
        *("july jul", "august aug", "september sept sep", "october oct", "november nov"),
        "december dec",
    ),
    weekdays=spaced(
        "monday tuesday wednesday thursday friday saturday sunday "
        "mon tues tue wed thurs thur thu fri sat sun"
    ),
    by=listed("written by | story by | words by | report by | posted by | published by | by"),
    roles=spaced(
        "writer writers reporter reporters correspondent correspondents editor editors "
        "contributor contributors chief columnist columnists photographer photographers journalist "
        "journalists producer staff fellow intern analyst critic researcher"
    ),
    published=listed(
        "originally published on | originally published at | originally published | "
        "first published on | first published at | first published | date published | "
        "published on | published at | published | posted on | posted at | posted | created | "
        "issued | filed"
    ),
    updated=listed(
        "last updated on | last updated at | last updated | last modified on | last modified | "
        "latest update | updated on | updated at | updated | modified | edited | update"
    ),
    originally=(
        rf"\b{_STORY} {_WAS}(?:published|posted)\b",
        r"^(?:originally|first|initially) (?:published|posted)\b",
    ),
    clock=("at", "time", "local time"),
    labels={
        **dict.fromkeys(
            listed(
                "correction | corrections | corrected | correction appended | correction added | "
                "for the record"
            ),
            Kind.CORRECTION,
        ),
        **dict.fromkeys(
            listed("clarification | clarifications | clarification added"), Kind.CLARIFICATION
        ),
        **dict.fromkeys(
            listed("update | updates | updated | update added | edit | addendum"), Kind.UPDATE
        ),
        **dict.fromkeys(listed("editor's note | editors' note | editors note"), Kind.EDITORS_NOTE),
        "retraction": Kind.RETRACTION,
    },
    sentences=(
        (
            (
                r"^an? (?:earlier|previous|prior|original) version of .{0,80}\b"
                r"(?:mis\w+|incorrectly|wrongly|said|stated|gave|named|referred|omitted|had|contained"
                r"|was|did)\b"
            ),
            Kind.CORRECTION,
        ),
        (rf"^{_STORY} {_WAS}(?:corrected|amended)\b", Kind.CORRECTION),
        (rf"^{_STORY} {_WAS}clarified\b", Kind.CLARIFICATION),
        (rf"^{_STORY} {_WAS}retracted\b", Kind.RETRACTION),
        (rf"^{_STORY} {_WAS}(?:updated|revised|changed)\b", Kind.UPDATE),
        (
            (
                r"^(?:updated|updates|adds|added|recasts|corrects) "
                r"(?:with|to|throughout|paragraph|details|background|comments?|quotes?|headline)\b"
            ),
            Kind.UPDATE,
        ),
    ),
    contributed=(
        rf"{_ALSO} (?:contributed|provided|assisted){_WORK} {_TO_THIS}{_FROM}?$",
        rf"{_ALSO} contributed{_WORK}{_FROM}$",
        rf"{_ALSO} contributed (?:additional |further )?(?:reporting|research)\.?$",
    ),
    contributing=(
        rf"with (?:additional |further |agency )?(?:contributions?|inputs|files|{_WORKS}){_BY}",
        rf"(?:additional|further|extra) {_WORKS}{_BY}",
        r"reporting(?: and [a-z]+)? by:? ",
        rf"(?P<role>(?:editing|compiling|translating|{_WORKS})(?: and [a-z]+)?) by:? ",
        r"(?:edited|compiled|produced|translated|researched) by:? ",
        r"(?:contributors?|contributing (?:reporters?|writers?)): ",
    ),
    reported=("reported",),
    is_=("is", "are"),
    credits=listed(
        "photo illustration by | photo illustration | photo credit | photos by | photo by | "
        "photos | photo | photographs by | photograph by | photograph | photographer | "
        "picture | pictures | image credit | image courtesy of | image via | image source | "
        "image | images | credit | credits | courtesy of | courtesy | illustration by | "
        "illustration | video by | file photo"
    ),
    captions=listed("image caption | photo caption | caption"),
    depicting=spaced(
        "pictured seen shows left right center centre file during speaks poses stands walks "
        "attends arrives holds waves looks front background above below foreground"
    ),
    furniture=frozenset(
        listed("""
        share | share this | share this article | share this story | share on | shares | tweet |
        pin | pin it | email | e-mail | print | save | copy link | copied! | link copied |
        facebook | twitter | x | linkedin | pinterest | reddit | whatsapp | telegram | flipboard |
        messenger | instagram | youtube | tumblr | google+ | sms | rss | advertisement |
        advertisements | advertising | ad | ads | sponsored | promoted | ad feedback |
        story continues | story continues below | story continues below advertisement |
        article continues below | article continues after advertisement | continue reading |
        continue reading below | continue reading the main story | read more | read full article |
        read later | read next | learn more | find out more | see more | show more | load more |
        view more | more | less | comments | comment | no comments | view comments |
        leave a comment | leave a reply | post a comment | show comments | add comment |
        join the conversation | subscribe | subscribe now | sign up | sign up now | sign in |
        log in | login | register | follow | following | follow us | home | menu | search |
        close | skip | skip ad | next | previous | back | back to top | back to gallery |
        next up | next article | previous article | play | play now | pause | watch |
        watch now | watch live | video | live | live reporting | listen | caption | hide caption |
        toggle caption | view gallery | view slideshow | open gallery | gallery | fullscreen |
        enlarge | enlarge image | enlarge this image | buy photo | click to enlarge | loading |
        loading... | newsletter | newsletters | translate | listen to this article | text size |
        view pdf | recommended | replay | autoplay | favorite | bookmark |
        donate | support us | thank you | top | topics | tags | filed under
        """)
    ),
    promotion=lines(rf"""
        \bnewsletters?\b
        \binbox\b
        \bsign(?:ing)?[ -]?up\b
        \bsubscri(?:be|bed|ber|bers|bing|ption)\b
        \bprivacy (?:policy|notice)\b
        \bterms (?:of (?:use|service)|and conditions|& conditions)\b
        \bcookies?\b
        \ball rights reserved\b
        ©
        \bcopyright\b
        ^for immediate release\b
        ^(?:media |press )?contacts?:
        ^(?:tele)?phone\b.{0, 12}\d
        ^tel\b[.:].{0, 6}\d
        ^eds?\b[.:]
        \brecaptcha\b
        \baffiliate (?:links?|commissions?)\b
        \b(?:earn|receive) (?:a |an )?(?:small )?(?:affiliate )?commission\b
        \bdownload (?:the|our) app\b
        \bfollow (?:us|him|her|them|@\w+|\w+ on)\b
        \bon (?:facebook|twitter|instagram|youtube|linkedin|whatsapp|telegram)\b
        ^share (?:on|this|via|with|your)\b
        \bclick(?:ing)? here\b
        ^click to\b
        ^(?:read|see|learn|find out|watch|view|show|load|get) (?:more|also|next|all|full)\b
        ^(?:read|see|watch|also|listen|more|related|don't miss|recommended|must read)\s*[:|>»→]
        ^(?:also read|read also|see also|more on this|related story|next|previous|up next)\s*[:|>»→]
        ^\d+ comments?$
        ^comments? \(?\d+\)?$
        \bcomments powered\b
        ^(?:have|got|send us) a (?:tip|story)\b
        \b(?:may|can) be reached at\b
        ^(?:reach|contact) (?:him|her|them|the reporter|\w+ at|\w+ \w+ at)\b
        ^image \d+ of\b
        ^\d+ (?:of|/) \d+$
        ^\d+ min(?:ute)?s? (?:read|to read)\b
        ^[\d.,]+k? (?:shares?|views?|likes?|reads?|votes?|reactions?|claps?|retweets?)$
        ^view (?:all|gallery|comments|slideshow|photos|\d+)\b
        ^(?:why you can trust|about our ads|ad choices|do not sell)\b
        ^skip to\b
        \bsupport (?:us|our|independent|quality) \w+
        ^(?:get|receive) (?:the|our|breaking|daily|all|your|a)\b.*\b(?:news|stories|alerts|email)\b
        ^get .*\b(?:delivered|updates|app|headlines)\b
        \bthis site is protected\b
        \bbecome a (?:member|subscriber|supporter|patron)\b
        \bjoin (?:\w+ ){{0,3}}(?:members?|community|free)\b
        \b(?:thanks|thank you) for (?:signing|subscribing|reading|joining)\b
        \ban error (?:occurred|processing)\b
        \bthere was an error\b
        \bplease (?:enter|check|enable|confirm|sign|subscribe|log)\b
        ^citation:
        \bsubject to copyright\b
        ^if you enjoyed\b
        ^like this (?:article|story)\b
        ^image via\b
        \bsponsored by\b
        ^(?:(?:published|posted|updated) )?\d+ {_AGO}$
        ^(?:posted in|filed under|tagged|tags)\b
        ^about the authors?\b
    """),
    boxes=lines(r"""
        ^related(?: (?:articles?|stories|story|coverage|content|news|links?))?$
        ^related (?:topics?|posts?|videos?|reading)$
        ^more (?:from|on|in|about|news|stories|great|top|coverage|like this|to read)\b.{0,50}$
        ^(?:read|see|watch) (?:more|also|these|this|next)\b.{0,40}$
        ^(?:most|top|latest|our latest) (?:read|viewed|popular|recent|shared)\b.{0,30}$
        ^most (?:watched|commented|discussed)\b.{0,30}$
        ^(?:top|latest|our latest) (?:stories|news|posts|videos|headlines)\b.{0,30}$
        ^(?:popular|trending|recommended|editors?'? picks?|featured)\b.{0,30}$
        ^(?:don't|do not) miss$
        ^you (?:may|might) (?:also )?(?:like|be interested|have missed)\b.{0,40}$
        \b(?:may|might) (?:also )?interest you$
        ^(?:we recommend|recommended for you|what to read next|read these next)\b.{0,30}$
        ^(?:also on|also in|in case you missed it|elsewhere on|around the web)\b.{0,30}$
        ^(?:from the web|from our partners|from around the web)\b.{0,30}$
        ^(?:sponsored|promoted|paid) (?:content|stories|links)\b.{0,30}$
        ^(?:explore further|keep reading|further reading|explore more)$
    """),
    endings=lines(r"""
        ^about the authors?$
        ^(?:topics|tags|filed under|categories|sources|keywords)\b.{0,60}$
        ^\d* ?(?:comments|responses|replies)$
        ^(?:leave a (?:reply|comment)|post a comment|join the conversation|comment on this story)$
        ^like this$
        ^(?:topics|places|organizations|people) in th(?:is|e) story$
    """),
    and_=("and", "&"),
    in_=("in", "at", "on", "from", "near", "outside"),
    of_=("of", "for", "with"),
)
