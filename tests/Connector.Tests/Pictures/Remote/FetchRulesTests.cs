namespace Chameleon.Connector.Tests.Pictures.Remote;

public sealed class FetchRulesTests
{
    private readonly FetchRules rules = new(new RemotePictureFetcherOptions());

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://pictures.example/a.png")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=")]
    [InlineData("gopher://pictures.example/1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ws://pictures.example/")]
    public void Only_http_and_https_are_fetched(string address) => Refuse(address, "http and https are fetched");

    [Theory]
    [InlineData("http://allowed.example/\\@evil.example/a.png")]
    [InlineData("http://allowed.example/..\\..\\a.png")]
    [InlineData("http://allowed.example/#\\@evil.example/")]
    [InlineData("http:\\\\evil.example/a.png")]
    [InlineData("http://evil.example/a b.png")]
    [InlineData("http://evil.example/\ta.png")]
    [InlineData("http://evil.example/a\r\nHost: other")]
    [InlineData(" http://evil.example/a.png")]
    public void Texts_that_parsers_quarrel_about_are_refused(string address) =>
        Refuse(address, "holds a backslash, a space or a control character");

    [Theory]
    [InlineData("http://allowed.example\\@evil.example/a.png")]
    [InlineData("http://allowed.example\\.evil.example/a.png")]
    public void What_hides_another_host_is_no_address_to_begin_with(string address) =>
        Assert.False(Uri.TryCreate(address, UriKind.Absolute, out _));

    [Theory]
    [InlineData("http://user@pictures.example/a.png")]
    [InlineData("http://user:password@pictures.example/a.png")]
    [InlineData("http://allowed.example@evil.example/a.png")]
    [InlineData("http://allowed.example%40@evil.example/a.png")]
    public void A_user_name_is_refused(string address) => Refuse(address, "carries a user name");

    [Theory]
    [InlineData("http://pictures.example:22/")]
    [InlineData("http://pictures.example:6379/")]
    [InlineData("https://pictures.example:8443/")]
    public void Ports_that_are_not_listed_are_refused(string address) => Refuse(address, "allowed are 80, 443");

    [Fact]
    public void An_endless_address_is_refused() => Refuse("http://pictures.example/" + new string('a', 5000), "the limit is 4096");

    [Fact]
    public void An_address_without_a_host_is_refused()
    {
        var refusal = Assert.Throws<PictureFetchException>(() => rules.Check(new Uri("/a.png", UriKind.Relative)));

        Assert.Equal(PictureFetchFailure.AddressRefused, refusal.Failure);
    }

    [Theory]
    [InlineData("pictures.example", "http://pictures.example/a.png", true)]
    [InlineData("pictures.example", "https://PICTURES.example/a.png", true)]
    [InlineData("pictures.example", "https://pictures.example./a.png", true)]
    [InlineData("pictures.example", "https://a.pictures.example/", false)]
    [InlineData("pictures.example", "https://pictures.example.evil.example/", false)]
    [InlineData("pictures.example", "https://evilpictures.example/", false)]
    [InlineData("pictures.example", "https://evil.example/?pictures.example", false)]
    [InlineData("pictures.example", "https://evil.example/#pictures.example", false)]
    [InlineData(".pictures.example", "https://a.pictures.example/", true)]
    [InlineData(".pictures.example", "https://pictures.example/", false)]
    [InlineData(".pictures.example", "https://evilpictures.example/", false)]
    [InlineData("bilder.example", "https://bilder\u3002example/", true)]
    public void A_list_of_hosts_lets_through_those_on_it_only(string listed, string address, bool expected)
    {
        var options = new RemotePictureFetcherOptions();
        options.AllowedHosts.Add(listed);
        var listing = new FetchRules(options);

        if (expected)
        {
            listing.Check(new Uri(address));
        }
        else
        {
            Assert.Contains("list of allowed hosts", Assert.Throws<PictureFetchException>(() => listing.Check(new Uri(address))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_way_from_https_to_http_is_not_followed()
    {
        var (secure, plain) = (new Uri("https://pictures.example/a"), new Uri("http://pictures.example/b"));

        Assert.Throws<PictureFetchException>(() => rules.Follow(secure, plain));
        Assert.Equal(secure, rules.Follow(plain, secure));
        Assert.Equal(new Uri("https://pictures.example/c"), rules.Follow(secure, new Uri("/c", UriKind.Relative)));
        Assert.Equal(new Uri("https://other.example/c"), rules.Follow(secure, new Uri("//other.example/c", UriKind.RelativeOrAbsolute)));
        Assert.Throws<PictureFetchException>(() => rules.Follow(secure, null));
    }

    private void Refuse(string address, string why)
    {
        var refusal = Assert.Throws<PictureFetchException>(() => rules.Check(new Uri(address)));

        Assert.Equal(PictureFetchFailure.AddressRefused, refusal.Failure);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }
}
