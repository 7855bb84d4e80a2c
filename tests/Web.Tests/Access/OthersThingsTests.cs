using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Chameleon.Web.Data;
using Chameleon.Web.Tests.Api;
using Chameleon.Web.Tests.Data;

namespace Chameleon.Web.Tests.Access;

/// <summary>Case 49 over HTTP: whoever guesses an address of somebody else's finds nothing there.</summary>
public sealed class OthersThingsTests(AuthSite site) : IClassFixture<AuthSite>
{
    [Fact]
    public async Task Case_49_a_picture_of_somebody_else_is_not_found()
    {
        var picture = await site.Store.Pictures.AddAsync(UserId.Local, TestStore.NewPicture("ann's"));
        using var ann = await site.OpenAsync("ann");
        using var bob = await site.OpenAsync("bob");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ann, $"/pictures/{picture.Hash}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bob, $"/pictures/{picture.Hash}"));
    }

    [Fact]
    public async Task Case_49_a_conversation_of_somebody_else_is_not_shown()
    {
        var conversation = await site.Store.Chats.CreateAsync(UserId.Local, "ann's secret talk");
        await site.Store.Chats.AddMessageAsync(UserId.Local, conversation.Id, null, MessageRole.User, [new TextPart("ann's secret words")]);
        using var ann = await site.OpenAsync("ann");
        using var bob = await site.OpenAsync("bob");

        Assert.Contains("ann's secret words", await ann.ReadAsync($"/c/{conversation.Id}"), StringComparison.Ordinal);
        using var response = await bob.GetAsync($"/c/{conversation.Id}");
        Assert.DoesNotContain("ann's secret", WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.DoesNotContain("ann's secret", await bob.ReadAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_49_a_key_of_somebody_else_cannot_be_ended()
    {
        var (key, known) = (await site.Store.ApiKeys.CreateAsync(UserId.Local, "ann's key"))!.Value;
        using var bob = await site.OpenAsync("bob");
        Assert.DoesNotContain("ann's key", await bob.ReadAsync("/account"), StringComparison.Ordinal);
        using var response = await bob.SubmitAsync("/account", "/account/keys/end", ("id", $"{known.Id}"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.NotNull(await site.Store.ApiKeys.FindAsync(ApiKeyStore.Hash(key)));
    }

    [Fact]
    public async Task Keys_are_made_and_ended_by_those_to_whom_they_belong()
    {
        using var bob = await site.OpenAsync("bob");
        using var made = await bob.SubmitAsync("/account", "/account/keys", ("name", "laptop"));
        var page = await made.Content.ReadAsStringAsync();
        var key = page[page.IndexOf("sk-chameleon-", StringComparison.Ordinal)..][..("sk-chameleon-".Length + 64)];
        Assert.True(made.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain(key, await bob.ReadAsync("/account"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await ModelsAsync(key));
        var known = Assert.Single(await site.Store.ApiKeys.ListAsync(site.Bob), one => one.Name == "laptop");
        using var ended = await bob.SubmitAsync("/account", "/account/keys/end", ("id", $"{known.Id}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await ModelsAsync(key));
        Assert.Equal(HttpStatusCode.Unauthorized, await ModelsAsync("sk-chameleon-" + new string('0', 64)));
    }

    [Fact]
    public async Task Case_47_users_who_name_their_caches_alike_share_nothing()
    {
        var ann = (await site.Store.ApiKeys.CreateAsync(UserId.Local, "cache"))!.Value.Key;
        var bob = (await site.Store.ApiKeys.CreateAsync(site.Bob, "cache"))!.Value.Key;

        Assert.Equal(0, await CachedAsync(ann));
        Assert.Equal(0, await CachedAsync(bob));
        Assert.True(await CachedAsync(ann) > 0);
        Assert.True(await CachedAsync(bob) > 0);
    }

    [Fact]
    public async Task A_login_is_no_key()
    {
        using var ann = await site.OpenAsync("ann");

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(ann, "/v1/models"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(ann, "/metrics"));
    }

    private async Task<int> CachedAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{site.Address}/chat/completions")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
            Content = JsonContent.Create(new
            {
                messages = new[] { ApiSite.Say(ApiSite.Picture(ApiSite.StarUri), ApiSite.Text("What do you see?")) },
                max_tokens = 1,
                prompt_cache_key = "mine",
            }),
        };
        using var response = await site.Http.SendAsync(request);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return answer.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32();
    }

    private async Task<HttpStatusCode> ModelsAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{site.Address}/models") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        using var response = await site.Http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> StatusAsync(Browser browser, string path)
    {
        using var response = await browser.GetAsync(path);
        return response.StatusCode;
    }
}
