using Atrium.Protocols.Http.Dav;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Tests.Dav;

/// <summary>Depth, Timeout and Prefer.</summary>
public class FieldTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData("Infinity", 2)]
    [InlineData("2", null)]
    [InlineData("", null)]
    [InlineData("1,noroot", null)]
    public void Depth_OfAField_IsOneOfThree(string text, int? depth)
        => Assert.Equal(depth, DepthField.Read(Fields("Depth", text), Depth.Infinity).Try(out var read, out _) ? (int)read : null);

    [Theory]
    [InlineData("Second-60", 60)]
    [InlineData("Infinite, Second-4100000000", -1)]
    [InlineData("Extend-1, Second-5", 5)]
    [InlineData("Second-4100000000", 4_100_000_000)]
    public void Timeout_OfAField_IsTheFirstWishThatIsKnown(string text, long seconds)
        => Assert.Equal(seconds < 0 ? null : TimeSpan.FromSeconds(seconds), TimeoutField.Read(Fields("Timeout", text)).Value);

    [Theory]
    [InlineData("Second-99999999999")]
    [InlineData("Second--1")]
    [InlineData("soon")]
    public void Timeout_OfNoWish_IsRefused(string text) => Assert.NotNull(TimeoutField.Read(Fields("Timeout", text)).Refused);

    [Theory]
    [InlineData("return=minimal", true, false, false)]
    [InlineData("Return = \"minimal\"; x=y, DEPTH-NOROOT", true, false, true)]
    [InlineData("return=representation, return=minimal", false, true, false)]
    [InlineData("wait=5", false, false, false)]
    public void Prefer_OfAField_HasThoseThatAreKnown(string text, bool minimal, bool representation, bool noRoot)
        => Assert.Equal(new Preferences(minimal, representation, noRoot), Preferences.Read(Fields("Prefer", text)));

    private static HeaderDictionary Fields(string name, string value) => new() { [name] = value };
}
