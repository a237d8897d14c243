using Atrium.Protocols.Http.Requests;

namespace Atrium.Protocols.Http.Tests.Requests;

public class ForwardedForTests
{
    [Theory]
    [InlineData("198.51.100.7", "198.51.100.7")]
    [InlineData("198.51.100.7:4711", "198.51.100.7")]
    [InlineData("203.0.113.1, 198.51.100.7", "198.51.100.7")] // what stands before is the client's own word
    [InlineData("203.0.113.1, 198.51.100.7, 10.0.0.2, 10.0.0.1", "198.51.100.7")] // past our own proxies
    [InlineData("10.0.0.3, 10.0.0.2", "10.0.0.3")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("[2001:db8::7]:4711", "2001:db8::7")]
    [InlineData("::ffff:198.51.100.7", "198.51.100.7")]
    [InlineData("198.51.100.7, unknown", null)]
    [InlineData("198.51.100.7, 127.1", null)]
    [InlineData("198.51.100.7, ", null)]
    [InlineData("198.51.100.0/24", null)]
    [InlineData("", null)]
    public void Client_OfXForwardedFor_IsTheLastThatIsNoProxyOfOurs(string field, string? client) => Assert.Equal(client, Client(field, ""));

    [Theory]
    [InlineData("for=198.51.100.7", "198.51.100.7")]
    [InlineData("for=203.0.113.1;proto=https, For=\"[2001:db8::7]:4711\";by=10.0.0.1", "2001:db8::7")]
    [InlineData("proto=https; for=198.51.100.7 , for=10.0.0.2", "198.51.100.7")]
    [InlineData("for=198.51.100.7, for=_hidden", null)]
    [InlineData("for=198.51.100.7, proto=https", null)]
    public void Client_OfForwarded_IsTheLastThatIsNoProxyOfOurs(string field, string? client) => Assert.Equal(client, Client("", field));

    [Fact]
    public void Client_OfBoth_IsThatOfXForwardedFor() => Assert.Equal("198.51.100.7", Client("198.51.100.7", "for=203.0.113.1"));

    private static string? Client(string forwardedFor, string forwarded)
        => ForwardedFor.Client(
            forwardedFor.Length == 0 && forwarded.Length > 0 ? default : new(forwardedFor), new(forwarded),
            address => address.GetAddressBytes() is [10, ..])?.ToString();
}
