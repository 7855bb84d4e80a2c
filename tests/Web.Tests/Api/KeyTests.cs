using System.Net;
using System.Text.Json;

namespace Chameleon.Web.Tests.Api;

/// <summary>Keys, and what they are good for.</summary>
public sealed class KeyTests : IAsyncLifetime
{
    private readonly KeyedSite site = new();

    public Task InitializeAsync() => site.InitializeAsync();

    public Task DisposeAsync() => site.DisposeAsync();

    [Theory]
    [InlineData("v1/models")]
    [InlineData("v1/nothing")]
    [InlineData("metrics")]
    public async Task Case_53_without_the_key_nothing_of_the_API_answers(string path)
    {
        foreach (var key in new[] { null, "", KeyedSite.Key + "x", KeyedSite.Key[..^1], "ключ" })
        {
            using var response = await GetAsync(path, key);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
            Assert.Equal("authentication_error", JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("type").GetString());
        }

        using var known = await GetAsync(path, KeyedSite.Key);
        Assert.NotEqual(HttpStatusCode.Unauthorized, known.StatusCode);
    }

    [Theory]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    public async Task Health_needs_no_key(string path)
    {
        using var response = await GetAsync(path, null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Case_53_the_key_is_never_logged()
    {
        using var known = await GetAsync("v1/models", KeyedSite.Key);
        using var wrong = await GetAsync("v1/models", "sk-another-secret");

        Assert.NotEmpty(site.Log.All);
        Assert.DoesNotContain(site.Log.All, line => line.Contains(KeyedSite.Key, StringComparison.Ordinal) || line.Contains("another-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Case_55_what_is_said_is_not_logged()
    {
        site.Log.Clear();
        using var response = await SayAsync(CancellationToken.None, "a secret\\n\\u001b[31mwish");
        var answer = await response.Content.ReadAsStringAsync();

        Assert.Contains("[DONE]", answer, StringComparison.Ordinal);
        Assert.NotEmpty(site.Log.All);
        Assert.DoesNotContain(site.Log.All, line => line.Contains("secret", StringComparison.Ordinal) || line.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task So_many_requests_a_minute_and_then_it_is_said_when_to_come_back()
    {
        for (var left = 2; left >= 0; left--)
        {
            using var one = await GetAsync("v1/models", KeyedSite.Key);
            Assert.Equal(HttpStatusCode.OK, one.StatusCode);
            Assert.Equal(("3", $"{left}"), (Header(one, "x-ratelimit-limit-requests"), Header(one, "x-ratelimit-remaining-requests")));
        }

        using var tooMany = await GetAsync("v1/models", KeyedSite.Key);
        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        Assert.InRange(tooMany.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 19, 20);
        Assert.Contains("More than 3 requests in a minute", await tooMany.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        site.Time.Advance(TimeSpan.FromSeconds(20));
        using var next = await GetAsync("v1/models", KeyedSite.Key);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task So_many_requests_at_once_and_then_it_is_refused_at_once()
    {
        site.Held.HoldAfter(0);
        using var stop = new CancellationTokenSource();
        Task<HttpResponseMessage>[] held = [.. Enumerable.Range(0, 2).Select(_ => SayAsync(stop.Token))];
        var limits = (Chameleon.Web.Api.CallerLimits)site.Services.GetService(typeof(Chameleon.Web.Api.CallerLimits))!;
        while (limits.Running < 2)
        {
            await Task.Delay(5);
        }

        using var third = await SayAsync(CancellationToken.None);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter);
        Assert.Contains("2 requests of yours", await third.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        site.Held.Release();
        foreach (var one in held)
        {
            using var response = await one;
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            _ = await response.Content.ReadAsStringAsync();
        }

        while (limits.Running > 0)
        {
            await Task.Delay(5);
        }
    }

    private Task<HttpResponseMessage> GetAsync(string path, string? key) => SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(site.Address, "/" + path)), key, default);

    private Task<HttpResponseMessage> SayAsync(CancellationToken cancellationToken, string words = "Hi") => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"{site.Address}/chat/completions")
        {
            Content = new StringContent(
                $$"""{"stream":true,"max_tokens":2,"messages":[{"role":"user","content":"{{words}}"}]}""", System.Text.Encoding.UTF8, "application/json"),
        },
        KeyedSite.Key,
        cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? key, CancellationToken cancellationToken)
    {
        using (request)
        {
            if (key is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Uri.EscapeDataString(key)}");
            }

            return await site.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
