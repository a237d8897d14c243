using System.Net;
using Atrium.Core.Accounts.Attempts;

namespace Atrium.Core.Tests.Accounts.Attempts;

public sealed class AddressPrefixTests
{
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.7", "::c000:207", false)]
    [InlineData("fe80::1%3", "fe80::2", true)]
    public void Of_TwoAddresses_AreOneWhereTheSameHandsHoldThem(string first, string second, bool same)
        => Assert.Equal(same, AddressPrefix.Of(IPAddress.Parse(first)) == AddressPrefix.Of(IPAddress.Parse(second)));

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1:2::/64")]
    public void ToString_OfAnAddress_IsWhatIsCounted(string address, string text)
        => Assert.Equal(text, AddressPrefix.Of(IPAddress.Parse(address)).ToString());

    [Fact]
    public void Of_TheMachineItself_IsNone() => Assert.Null(AddressPrefix.Of(null));
}
