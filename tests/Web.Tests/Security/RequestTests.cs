using System.Net;

namespace Chameleon.Web.Tests.Security;

public sealed class RequestTests(WebHost host) : IClassFixture<WebHost>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/c/123456")]
    [InlineData("/pictures/none")]
    [InlineData("/no/such/page")]
    [InlineData("/css/base.css")]
    public async Task Every_response_says_what_a_page_may_do(string path)
    {
        using var response = await host.Client().GetAsync(path);

        var policies = response.Headers.GetValues("Content-Security-Policy").ToList();
        Assert.Contains(policies, policy => policy.Contains("default-src 'self'; img-src 'self' blob: data:; script-src 'self'; object-src 'none'; base-uri 'self'", StringComparison.Ordinal));
        Assert.All(policies, policy => Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal));
        Assert.All(policies, policy => Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal));
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("localhost:5080", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:5080", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1.evil.example:5080", HttpStatusCode.BadRequest)]
    public async Task Case_53_a_name_that_was_bent_to_this_machine_is_not_answered(string name, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = name } };
        using var response = await host.Client().SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/", "http://localhost", HttpStatusCode.OK)]
    [InlineData("GET", "/", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/", "null", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/", "https://localhost", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/", "http://localhost:81", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/pictures", "http://evil.example", HttpStatusCode.Forbidden)]
    public async Task Case_53_another_sites_page_is_not_answered(string method, string path, string origin, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", origin);
        using var response = await host.Client().SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/css/base.css", "text/css")]
    [InlineData("/js/composer.js", "text/javascript")]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/examples/red-star.png", "image/png")]
    public async Task What_the_page_needs_is_there(string path, string kind)
    {
        using var response = await host.Client().GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, kind), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Pages_that_are_not_there_are_a_page_that_says_so()
    {
        using var response = await host.Client().GetAsync("/no/such/page");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is nothing here", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
