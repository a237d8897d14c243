using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Files;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Tests.Files;

/// <summary>RFC 9110, 13.</summary>
public class ConditionsTests
{
    private const string Tag = "current";

    private static readonly DateTimeOffset Modified = new(2030, 1, 2, 3, 4, 5, 600, TimeSpan.Zero);

    private static readonly string?[] TagFields = [null, "*", "\"current\"", "W/\"current\"", "\"other\"", "\"other\", \"current\""];

    private static readonly string?[] DateFields = [null, Date(-1), Date(0), Date(1), "yesterday", ""];

    [Fact]
    public void Evaluate_EveryCombination_FollowsTheOrderOf1322()
    {
        foreach (var match in TagFields)
        foreach (var unmodified in DateFields)
        foreach (var none in TagFields)
        foreach (var since in DateFields)
        {
            var fields = Fields(("If-Match", match), ("If-Unmodified-Since", unmodified), ("If-None-Match", none), ("If-Modified-Since", since));

            var verdict = Conditions.Evaluate(fields, Tag, Modified).Value;

            Assert.True(Expected(match, unmodified, none, since) == verdict, $"{match} {unmodified} {none} {since}: {verdict}");
        }
    }

    // The steps of 13.2.2, one by one.
    private static Verdict Expected(string? match, string? unmodified, string? none, string? since)
    {
        if (match is not null && match is not ("*" or "\"current\"" or "\"other\", \"current\""))
            return Verdict.Failed;
        if (match is null && unmodified == Date(-1))
            return Verdict.Failed;
        if (none is not null)
            return none == "\"other\"" ? Verdict.Proceed : Verdict.NotModified;
        return since == Date(0) || since == Date(1) ? Verdict.NotModified : Verdict.Proceed;
    }

    // The three forms of 5.6.7.
    [Theory]
    [InlineData("Wed, 02 Jan 2030 03:04:05 GMT")]
    [InlineData("Wednesday, 02-Jan-30 03:04:05 GMT")]
    [InlineData("Wed Jan  2 03:04:05 2030")]
    public void Evaluate_DateInAnyForm_IsRead(string date)
        => Assert.Equal(Verdict.NotModified, Conditions.Evaluate(Fields(("If-Modified-Since", date)), Tag, Modified).Value);

    [Theory]
    [InlineData("If-Match", "current")]
    [InlineData("If-None-Match", "current")]
    [InlineData("If-None-Match", "")]
    public void Evaluate_TagThatIsNone_IsInvalid(string name, string value)
    {
        Assert.Equal(Refusal.Invalid, Conditions.Evaluate(Fields((name, value)), Tag, Modified).Refused?.Kind);
        Assert.Equal(Refusal.Invalid, Conditions.ForChange(Fields((name, value))).Refused?.Kind);
    }

    [Fact]
    public void ForChange_EachField_IsItsCondition()
    {
        Assert.Same(Precondition.None, Conditions.ForChange(Fields(("If-Modified-Since", Date(0)))).Value); // of reads alone (13.1.3)
        Assert.True(Conditions.ForChange(Fields(("If-Match", "*"))).Value is { MustExist: true, AnyOf: null });
        Assert.Equal(["a"], Conditions.ForChange(Fields(("If-Match", "\"a\", W/\"b\""))).Value.AnyOf);
        Assert.Equal([], Conditions.ForChange(Fields(("If-Match", "W/\"b\""))).Value.AnyOf); // never equal, and not no condition
        Assert.True(Conditions.ForChange(Fields(("If-None-Match", "*"))).Value is { MustNotExist: true, NoneOf: null });
        Assert.Equal(["a", "b"], Conditions.ForChange(Fields(("If-None-Match", "\"a\", W/\"b\""))).Value.NoneOf);
        Assert.Equal(DateTimeOffset.Parse(Date(0)), Conditions.ForChange(Fields(("If-Unmodified-Since", Date(0)))).Value.UnmodifiedSince);
        Assert.Null(Conditions.ForChange(Fields(("If-Unmodified-Since", Date(0)), ("If-Match", "*"))).Value.UnmodifiedSince);
    }

    [Theory]
    [InlineData(null, 10, true)]
    [InlineData("\"current\"", 10, true)]
    [InlineData("\"other\"", 10, false)]
    [InlineData("W/\"current\"", 10, false)]
    [InlineData("\"current\", \"other\"", 10, false)] // one validator, no list
    [InlineData("Wed, 02 Jan 2030 03:04:05 GMT", 10, true)]
    [InlineData("Wed, 02 Jan 2030 03:04:06 GMT", 10, false)] // exactly that date, not a later one
    [InlineData("Wed, 02 Jan 2030 03:04:04 GMT", 10, false)]
    [InlineData("Wed, 02 Jan 2030 03:04:05 GMT", 0, false)] // the second is not over yet
    [InlineData("current", 10, false)]
    [InlineData("", 10, false)]
    public void AllowsRange_Validator_MustBeStrongAndTheSame(string? field, int secondsLater, bool expected)
        => Assert.Equal(expected, Conditions.AllowsRange(Fields(("If-Range", field)), Tag, Modified, Conditions.WholeSeconds(Modified).AddSeconds(secondsLater)));

    [Fact]
    public void WholeSeconds_AnyTime_IsWhatTheFieldSays() => Gen.Long[0, DateTime.MaxValue.Ticks].Sample(ticks =>
    {
        var time = new DateTimeOffset(ticks, TimeSpan.Zero);

        Assert.Equal(DateTimeOffset.ParseExact(HeaderUtilities.FormatDate(time), "r", null), Conditions.WholeSeconds(time));
    });

    private static string Date(int seconds) => HeaderUtilities.FormatDate(Modified.AddSeconds(seconds));

    private static IHeaderDictionary Fields(params (string Name, string? Value)[] fields)
    {
        var headers = new DefaultHttpContext().Request.Headers;
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                headers[name] = value;
        }
        return headers;
    }
}
