using System.Text.RegularExpressions;
using Atrium.Protocols.Http.Files;
using CsCheck;
using Microsoft.Extensions.Primitives;

namespace Atrium.Protocols.Http.Tests.Files;

/// <summary>RFC 9110, 8.8.3 and 13.1.</summary>
public partial class EntityTagsTests
{
    private static readonly Gen<string> Tags = Gen.OneOf(Gen.Char['#', '~'], Gen.OneOf('!', ',', '\\', 'é')).Array[0, 6].Select(chars => new string(chars));

    private static readonly Gen<string> Texts = Gen.OneOf(Gen.OneOf("\"W/*, \ta\\\u007f".ToCharArray()), Gen.Char).Array[0, 12].Select(chars => new string(chars));

    [Fact]
    public void Parse_AnyList_ReadsBack() => Gen.Select(Tags, Gen.Bool, Gen.OneOf(",", " , ", "\t,\t", ",,")).Array[1, 10].Sample(list =>
    {
        var tags = EntityTags.Parse(string.Concat(list.Select(one => $"{(one.Item2 ? "W/" : "")}\"{one.Item1}\"{one.Item3}")));

        Assert.Equal(list.Select(one => one.Item1), tags!.All);
        Assert.Equal(list.Where(one => !one.Item2).Select(one => one.Item1), tags.Strong);
        Assert.All(list, one => Assert.True(tags.MatchWeak(one.Item1)));
        Assert.All(list, one => Assert.Equal(list.Any(other => !other.Item2 && other.Item1 == one.Item1), tags.MatchStrong(one.Item1)));
    });

    [Fact]
    public void Parse_AnyText_IsWhatTheGrammarSays() => Texts.Sample(text => Assert.Equal(Grammar().IsMatch(text), EntityTags.Parse(text) is not null), iter: 20_000);

    [Theory]
    [InlineData("*", true)]
    [InlineData(" * ", true)]
    [InlineData("\"a\"", false)]
    [InlineData("\"*\"", false)]
    public void Parse_Star_MatchesAnything(string text, bool any)
    {
        var tags = EntityTags.Parse(text)!;

        Assert.Equal((any, any, any), (tags.IsAny, tags.MatchStrong("x"), tags.MatchWeak("x")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("a")]
    [InlineData("\"a")]
    [InlineData("a\"")]
    [InlineData("w/\"a\"")] // the W is case-sensitive
    [InlineData("W/ \"a\"")]
    [InlineData("\"a\" \"b\"")]
    [InlineData("\"a b\"")]
    [InlineData("*, \"a\"")]
    [InlineData("\"a\", *")]
    [InlineData("**")]
    public void Parse_Other_IsNull(string text) => Assert.Null(EntityTags.Parse(text));

    // The comparison table of 8.8.3.2.
    [Theory]
    [InlineData("W/\"1\"", "1", false, true)]
    [InlineData("W/\"1\"", "2", false, false)]
    [InlineData("\"1\"", "1", true, true)]
    [InlineData("\"1\"", "2", false, false)]
    public void Match_StrongTag_FollowsTheTable(string given, string own, bool strong, bool weak)
        => Assert.Equal((strong, weak), (EntityTags.Parse(given)!.MatchStrong(own), EntityTags.Parse(given)!.MatchWeak(own)));

    [Fact]
    public void Parse_FieldOfTwoLines_IsOneList() => Assert.Equal(["a", "b"], EntityTags.Parse(new StringValues(["\"a\"", "\"b\""]))!.All);

    [Fact]
    public void Parse_AtAndOverTheLimit_IsTakenAndNull()
    {
        Assert.NotNull(EntityTags.Parse(string.Join(',', Enumerable.Repeat("\"a\"", HttpLimits.MaxEntityTags))));
        Assert.Null(EntityTags.Parse(string.Join(',', Enumerable.Repeat("\"a\"", HttpLimits.MaxEntityTags + 1))));
    }

    [GeneratedRegex("""\A(?:[ \t]*\*[ \t]*|[ \t,]*(?:(?:W/)?"[^\x00-\x20"\x7F]*"[ \t]*(?:,[ \t,]*|\z))+)\z""")]
    private static partial Regex Grammar();
}
