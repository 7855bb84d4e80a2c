using Microsoft.AspNetCore.Http;

namespace Chameleon.Hub.Tests.Pulling;

/// <summary>Whom the token is shown, and what a hub is not believed.</summary>
public class TrustTests
{
    private const string Weights = "model.safetensors";

    [Fact]
    public async Task The_token_is_shown_to_the_hub_and_not_to_whom_it_leads_on()
    {
        await using var world = await HubWorld.CreateAsync();
        await world.PullAsync();
        Assert.All(world.Hub.Requests, request => Assert.Equal("Bearer hf_secret", request.Authorization));
        Assert.NotEmpty(world.Storage.Requests);
        Assert.All(world.Storage.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task A_hub_that_leads_back_to_itself_sees_the_token()
    {
        await using var world = await HubWorld.CreateAsync();
        world.Hub.Storage = null;
        await world.PullAsync();
        Assert.Contains(world.Hub.Requests, request => request.Path.StartsWith("/stored/", StringComparison.Ordinal));
        Assert.All(world.Hub.Requests, request => Assert.Equal("Bearer hf_secret", request.Authorization));
    }

    [Fact]
    public async Task Who_leads_on_in_a_circle_is_left()
    {
        await using var world = await HubWorld.CreateAsync();
        world.Storage.Intercept = context =>
        {
            context.Response.Redirect(context.Request.Path);
            return Task.FromResult(true);
        };
        await world.RefusedAsync(HubFailure.Untrustworthy);
        Assert.InRange(world.Storage.Requests.Count, 1, 6);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/x")]
    [InlineData("http://user:word@127.0.0.1/x")]
    public async Task An_address_of_another_kind_is_not_followed(string address)
    {
        await using var world = await HubWorld.CreateAsync();
        world.Storage.Intercept = context =>
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = address;
            return Task.FromResult(true);
        };
        await world.RefusedAsync(HubFailure.Untrustworthy);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer.json")]
    public async Task A_content_that_its_hash_does_not_fit_is_thrown_away(string file)
    {
        await using var world = await HubWorld.CreateAsync();
        world.Hub.List = (name, content) => LoopbackHub.Listed(name, name == file ? Damaged(content) : content);
        var exception = await world.RefusedAsync(HubFailure.Untrustworthy);
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(world.Snapshot, file)));
        Assert.All(Directory.GetFiles(Path.Combine(world.Root, "blobs"), "*.incomplete"), part => Assert.Equal(0, new FileInfo(part).Length));
    }

    [Fact]
    public async Task More_bytes_than_were_named_are_not_taken()
    {
        await using var world = await HubWorld.CreateAsync();
        world.Hub.List = (name, content) => LoopbackHub.Listed(name, content).Replace($"\"size\":{world.Files[Weights].Length}", "\"size\":1000", StringComparison.Ordinal);
        Assert.Contains("1,000 bytes", (await world.RefusedAsync(HubFailure.Untrustworthy)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../../evil.safetensors")]
    [InlineData("/etc/cron.d/evil")]
    [InlineData("a/../../evil.json")]
    [InlineData("C:evil.json")]
    [InlineData("..\\\\evil.json")]
    [InlineData("evil\\u0000.json")]
    [InlineData("a//b.json")]
    [InlineData("")]
    public async Task A_name_that_leads_out_of_the_folder_ends_all_trust(string name)
    {
        await using var world = await HubWorld.CreateAsync();
        world.Hub.List = (file, content) => file == "README.md" ? $$"""{"rfilename":"{{name}}","size":1,"blobId":"{{new string('b', 40)}}"}""" : LoopbackHub.Listed(file, content);
        await world.RefusedAsync(HubFailure.Untrustworthy);
        Assert.Single(world.Hub.Requests);
        Assert.False(Directory.Exists(world.Root));
    }

    [Theory]
    [InlineData("""{"siblings":[]}""")]
    [InlineData("""{"sha":"../../../../../../tmp/aaaaaaaaaaaaaaaaaaa","siblings":[]}""")]
    [InlineData("""{"sha":"0123456789abcdef0123456789abcdef01234567"}""")]
    [InlineData("""{"sha":"0123456789abcdef0123456789abcdef01234567","siblings":{}}""")]
    [InlineData("""{"sha":"0123456789abcdef0123456789abcdef01234567","siblings":[{"rfilename":"config.json","size":-1}]}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public async Task A_list_that_is_none_is_refused(string list)
    {
        await using var world = await HubWorld.CreateAsync();
        world.Hub.Intercept = async context =>
        {
            await context.Response.WriteAsync(list);
            return true;
        };
        await world.RefusedAsync(HubFailure.Untrustworthy);
        Assert.False(Directory.Exists(world.Root));
    }

    [Fact]
    public async Task A_list_without_end_is_refused()
    {
        await using var world = await HubWorld.CreateAsync();
        world.Hub.Intercept = async context =>
        {
            var line = new byte[1024 * 1024];
            Array.Fill(line, (byte)' ');
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(line);
            }

            return true;
        };
        await world.RefusedAsync(HubFailure.Untrustworthy);
    }

    [Fact]
    public async Task Hashes_that_the_list_lacks_are_asked_for_file_by_file()
    {
        await using var world = await HubWorld.CreateAsync();
        world.Hub.List = (name, _) => $$"""{"rfilename":"{{name}}"}""";
        await world.PullAsync();
        Assert.Equal(world.Files[Weights], await File.ReadAllBytesAsync(Path.Combine(world.Snapshot, Weights)));
        Assert.Equal(4, world.Hub.Requests.Count(request => request.Method == "HEAD"));
        Assert.All(world.Storage.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task Without_any_hash_a_file_is_not_fetched()
    {
        await using var world = await HubWorld.CreateAsync();
        world.Hub.List = (name, content) => $$"""{"rfilename":"{{name}}","size":{{content.Length}}}""";
        world.Hub.Intercept = async context =>
        {
            if (context.Request.Method != "HEAD")
            {
                return false;
            }

            context.Response.Headers.ETag = "\"../../evil\"";
            await context.Response.CompleteAsync();
            return true;
        };
        Assert.Contains("no hash", (await world.RefusedAsync(HubFailure.Untrustworthy)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "GatedRepo", true, HubFailure.Gated, "has not been let in")]
    [InlineData(401, "GatedRepo", false, HubFailure.Gated, "accept its terms at http://127.0.0.1")]
    [InlineData(403, "GatedRepo", true, HubFailure.Gated, "from HF_TOKEN")]
    [InlineData(401, "RepoNotFound", false, HubFailure.NotFound, "set HF_TOKEN")]
    [InlineData(404, "RepoNotFound", true, HubFailure.NotFound, "does not open it")]
    [InlineData(404, "RevisionNotFound", true, HubFailure.RevisionNotFound, "no revision 'main'")]
    [InlineData(401, null, true, HubFailure.TokenRefused, "does not accept the token from HF_TOKEN")]
    [InlineData(403, null, false, HubFailure.TokenRefused, "asks for a token")]
    [InlineData(418, null, true, HubFailure.Untrustworthy, "status 418")]
    public async Task A_refusal_is_told_in_a_sentence_with_what_to_do(int status, string? code, bool token, HubFailure failure, string words)
    {
        await using var world = await HubWorld.CreateAsync();
        world.Hub.Intercept = async context =>
        {
            await LoopbackHub.RefuseAsync(context, status, code);
            return true;
        };
        var exception = await world.RefusedAsync(failure, token ? null : world.Options with { Token = null });
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Single(world.Hub.Requests);
    }

    [Fact]
    public async Task A_gated_model_lists_its_files_and_refuses_the_first_of_them()
    {
        await using var world = await HubWorld.CreateAsync();
        world.Hub.Intercept = async context =>
        {
            if (!context.Request.Path.Value!.Contains("/resolve/", StringComparison.Ordinal))
            {
                return false;
            }

            await LoopbackHub.RefuseAsync(context, StatusCodes.Status403Forbidden, "GatedRepo");
            return true;
        };
        await world.RefusedAsync(HubFailure.Gated);
        Assert.Equal(2, world.Hub.Requests.Count);
    }

    private static byte[] Damaged(byte[] content) => [.. content[..^1], (byte)~content[^1]];
}
