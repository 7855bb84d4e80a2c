using System.Net;
using Chameleon.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;

namespace Chameleon.Web.Tests.Security;

public class PageLimitTests
{
    [Fact]
    public async Task Case_54_so_many_pages_are_open_and_further_ones_are_told_the_limit()
    {
        var (connected, closing) = (new SemaphoreSlim(0), new TaskCompletionSource());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        await using var app = builder.Build();
        app.UsePageLimit(2);
        app.Run(async context =>
        {
            if (context.Request.Path.StartsWithSegments("/_blazor"))
            {
                connected.Release();
                await closing.Task;
            }
        });
        await app.StartAsync();
        using var client = app.GetTestClient();
        Task<HttpResponseMessage>[] open = [client.GetAsync("/_blazor?id=1"), client.GetAsync("/_blazor?id=2")];
        await connected.WaitAsync();
        await connected.WaitAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(client, "/_blazor?id=3"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(client, "/"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/css/base.css", "text/css"));

        closing.SetResult();
        await Task.WhenAll(open);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, string accept = "text/html")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        using var response = await client.SendAsync(request);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            Assert.Contains("2 pages are open, which is the limit", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        return response.StatusCode;
    }
}
