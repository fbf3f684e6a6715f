using System.Net;
using Semblance.Workspace.Webhooks;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Webhooks;

public sealed class WebhookAddressesTests
{
    [Theory]
    [InlineData("*", "https://hooks.example.com/x?y=1", true)]
    [InlineData("*", "http://8.8.8.8/", true)]
    [InlineData("*", "http://[2606:4700::1111]:8080/", true)]
    [InlineData("*", "http://127.0.0.1/", false)]
    [InlineData("*", "http://2130706433/", false)]
    [InlineData("*", "http://0x7f.1/", false)]
    [InlineData("*", "http://[::1]/", false)]
    [InlineData("*", "http://[::ffff:10.0.0.1]/", false)]
    [InlineData("*", "http://169.254.169.254/latest/meta-data", false)]
    [InlineData("*", "ftp://hooks.example.com/", false)]
    [InlineData("*", "https://user:password@hooks.example.com/", false)]
    [InlineData("*", "hooks.example.com", false)]
    [InlineData("", "https://hooks.example.com/", false)]
    [InlineData("hooks.example.com", "https://HOOKS.example.com./x", true)]
    [InlineData("hooks.example.com", "https://hooks.example.com.evil.com/", false)]
    [InlineData("hooks.example.com", "https://example.com/", false)]
    [InlineData("*.example.com", "https://a.b.example.com/", true)]
    [InlineData("*.example.com", "https://example.com/", false)]
    [InlineData("*.example.com", "https://badexample.com/", false)]
    [InlineData("10.0.0.0/8", "http://10.1.2.3:9000/", true)]
    [InlineData("10.0.0.0/8", "http://[::ffff:10.1.2.3]/", true)]
    [InlineData("10.0.0.0/8", "http://11.1.2.3/", false)]
    [InlineData("10.0.0.0/8", "http://localhost/", false)]
    [InlineData("127.0.0.1", "http://127.0.0.1:5000/hook", true)]
    [InlineData("::1", "http://[::1]/", true)]
    public void Hosts_are_those_that_the_operator_has_named(string setting, string url, bool isAllowed) =>
        (WebhookAddresses.Parse(setting.Split(',', StringSplitOptions.RemoveEmptyEntries)).Problem(url) is null).ShouldBe(isAllowed);

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.255.255.255", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.8.8.8", false)]
    [InlineData("169.254.0.1", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:93.184.216.34", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001:db8::1", false)]
    public void A_connection_is_made_to_public_addresses_only(string address, bool isAllowed) =>
        WebhookAddresses.Parse(["*"]).Allows(IPAddress.Parse(address)).ShouldBe(isAllowed);

    [Theory]
    [InlineData("http://hooks.example.com")]
    [InlineData("hooks example")]
    [InlineData("*.")]
    [InlineData("a*b.example.com")]
    [InlineData("10.0.0.0/33")]
    public void What_is_no_host_or_network_is_refused(string entry) => Should.Throw<FormatException>(() => WebhookAddresses.Parse([entry])).Message.ShouldContain(entry);
}
