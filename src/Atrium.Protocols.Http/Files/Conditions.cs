using Atrium.Core;
using Atrium.Core.Repository;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Files;

/// <summary>What the conditions of a read lead to.</summary>
internal enum Verdict
{
    /// <summary>They hold, or there is none.</summary>
    Proceed,

    /// <summary>The client has it already: 304.</summary>
    NotModified,

    /// <summary>A precondition failed: 412.</summary>
    Failed,
}

/// <summary>Conditional requests (RFC 9110, 13).</summary>
internal static class Conditions
{
    /// <summary>A read of what is there, in the order of 13.2.2. A date that is none is ignored (13.1.3); a tag that is none is refused.</summary>
    internal static Outcome<Verdict> Evaluate(IHeaderDictionary fields, string etag, DateTimeOffset modified)
    {
        // Steps 1 and 2.
        if (fields.IfMatch.Count > 0)
        {
            if (EntityTags.Parse(fields.IfMatch) is not { } tags)
                return Malformed(HeaderNames.IfMatch);
            if (!tags.MatchStrong(etag))
                return Verdict.Failed;
        }
        else if (Date(fields.IfUnmodifiedSince.ToString()) is { } unmodified && WholeSeconds(modified) > unmodified)
        {
            return Verdict.Failed;
        }

        // Steps 3 and 4.
        if (fields.IfNoneMatch.Count > 0)
        {
            if (EntityTags.Parse(fields.IfNoneMatch) is not { } tags)
                return Malformed(HeaderNames.IfNoneMatch);
            return tags.MatchWeak(etag) ? Verdict.NotModified : Verdict.Proceed;
        }
        return Date(fields.IfModifiedSince.ToString()) is { } since && WholeSeconds(modified) <= since ? Verdict.NotModified : Verdict.Proceed;
    }

    /// <summary>The conditions of a change, for the unit of work to look at.</summary>
    internal static Outcome<Precondition> ForChange(IHeaderDictionary fields)
    {
        if (fields.IfMatch.Count == 0 && fields.IfNoneMatch.Count == 0 && fields.IfUnmodifiedSince.Count == 0)
            return Precondition.None;

        EntityTags? match = null, none = null;
        if (fields.IfMatch.Count > 0 && (match = EntityTags.Parse(fields.IfMatch)) is null)
            return Malformed(HeaderNames.IfMatch);
        if (fields.IfNoneMatch.Count > 0 && (none = EntityTags.Parse(fields.IfNoneMatch)) is null)
            return Malformed(HeaderNames.IfNoneMatch);
        return new Precondition
        {
            MustExist = match is { IsAny: true },
            AnyOf = match is { IsAny: false } ? match.Strong : null,
            MustNotExist = none is { IsAny: true },
            NoneOf = none is { IsAny: false } ? none.All : null,
            UnmodifiedSince = match is null ? Date(fields.IfUnmodifiedSince.ToString()) : null,
        };
    }

    /// <summary>
    /// If-Range (13.1.5): true when the ranges may be answered. A tag must be strong and the same; a date must be exactly the one of
    /// the file, and over for a second, or else another change may have followed within it (8.8.2.2).
    /// </summary>
    internal static bool AllowsRange(IHeaderDictionary fields, string etag, DateTimeOffset modified, DateTimeOffset now)
    {
        if (fields.IfRange.Count == 0)
            return true;
        var text = fields.IfRange.ToString();
        if (text.Contains('"'))
            return text == EntityTags.Quote(etag);
        return Date(text) is { } date && date == WholeSeconds(modified) && now - date >= TimeSpan.FromSeconds(1);
    }

    /// <summary>As Last-Modified says it.</summary>
    internal static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static DateTimeOffset? Date(string text)
        => text.Length > 0 && HeaderUtilities.TryParseDate(text, out var date) ? date : null;

    private static Refused Malformed(string field) => Refused.Invalid($"{field} is \"*\" or a list of entity tags in double quotes.");
}
