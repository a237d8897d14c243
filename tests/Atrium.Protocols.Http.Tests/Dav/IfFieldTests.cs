using Atrium.Core;
using Atrium.Protocols.Http.Dav.If;
using CsCheck;

namespace Atrium.Protocols.Http.Tests.Dav;

/// <summary>RFC 4918, 10.4.</summary>
public class IfFieldTests
{
    private static readonly string[] Pieces = ["(", ")", "<", ">", "[", "]", "\"", "Not", "not ", " ", "\t", "W/", "<urn:uuid:1>", "[\"a\"]", "(<t>)", "x", "<https://h/p>", "()", "\0"];

    private static readonly Gen<IfTest> Tests = Gen.Select(Gen.Int[0, 999], Gen.Bool, Gen.Bool)
        .Select((number, isToken, negated) => new IfTest(isToken ? $"urn:uuid:{number}" : null, isToken ? null : $"tag-{number}", negated));

    private static readonly Gen<IfList[]> Lists = Gen.Select(Gen.Bool, Tests.Array[1, 4].Array[1, 5]).Select(
        (isTagged, lists) => lists.Select((tests, i) => new IfList(isTagged ? $"https://h/{i / 2}" : null, tests)).ToArray());

    [Fact]
    public void Parse_AnyText_IsRefusedOrHasListsWithTests() => Gen.OneOf(Pieces).Array[0, 12].Select(pieces => string.Concat(pieces)).Sample(text =>
    {
        if (!IfField.Parse(text).Try(out var field, out var refused))
        {
            Assert.Equal(Refusal.Invalid, refused.Kind);
            return;
        }
        Assert.NotEmpty(field.Lists);
        Assert.All(field.Lists, list => Assert.NotEmpty(list.Tests));
        Assert.All(field.Lists.SelectMany(list => list.Tests), test => Assert.True(test.Token is null != test.ETag is null));
        // Tagged and untagged lists are not mixed.
        Assert.Single(field.Lists.Select(list => list.Resource is null).Distinct());
    }, iter: 20_000);

    [Fact]
    public void Parse_WhatWasWritten_IsReadAsItWas() => Lists.Sample(lists =>
    {
        string? before = null;
        var text = "";
        foreach (var list in lists)
        {
            if (list.Resource is { } resource && resource != before)
                text += $"<{before = resource}> ";
            text += $"({string.Join(' ', list.Tests.Select(test => (test.Negated ? "Not " : "") + (test.Token is { } token ? $"<{token}>" : $"[\"{test.ETag}\"]")))}) ";
        }
        var read = IfField.Parse(text).Value;
        Assert.Equal(lists.Select(list => list.Resource), read.Lists.Select(list => list.Resource));
        Assert.Equal(lists.SelectMany(list => list.Tests), read.Lists.SelectMany(list => list.Tests));
        Assert.Equal(lists.SelectMany(list => list.Tests).Select(test => test.Token).OfType<string>().Distinct().Order(), read.Tokens.Order());
    });

    [Theory]
    // The examples of RFC 4918, 10.4.6 to 10.4.9.
    [InlineData("""(<urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2> ["I am an ETag"]) (["I am another ETag"])""", 2)]
    [InlineData("(Not <urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2> <urn:uuid:58f202ac-22cf-11d1-b12d-002035b29092>)", 1)]
    [InlineData("(<urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2>) (Not <DAV:no-lock>)", 2)]
    [InlineData("""</resource1> (<urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2> [W/"A weak ETag"]) (["strong ETag"])""", 2)]
    public void Parse_AnExampleOfTheRfc_IsRead(string text, int lists) => Assert.Equal(lists, IfField.Parse(text).Value.Lists.Count);

    [Theory]
    [InlineData("")]
    [InlineData("()")]
    [InlineData("(<t>")]
    [InlineData("(<>)")]
    [InlineData("<https://h/p>")]
    [InlineData("(<t>) <https://h/p> (<t>)")]
    [InlineData("<https://h/p> <https://h/q> (<t>)")]
    [InlineData("([a])")]
    [InlineData("(Not)")]
    [InlineData("(<t>) trailing")]
    public void Parse_WhatIsNoCondition_IsRefused(string text) => Assert.Equal(Refusal.Invalid, IfField.Parse(text).Refused?.Kind);

    [Fact]
    public void Parse_MoreTestsThanAllowed_IsRefused()
    {
        string Text(int tests) => $"({string.Concat(Enumerable.Repeat("<t>", tests))})";
        Assert.Null(IfField.Parse(Text(HttpLimits.MaxIfTests)).Refused);
        Assert.NotNull(IfField.Parse(Text(HttpLimits.MaxIfTests + 1)).Refused);
    }
}
