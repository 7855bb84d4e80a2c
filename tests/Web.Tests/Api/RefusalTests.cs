using System.Net;
using System.Text.Json;

namespace Chameleon.Web.Tests.Api;

/// <summary>Whatever cannot be done is said in the protocol's shape, by the name of the field, with value and limit.</summary>
public sealed class RefusalTests(ApiSite site) : IClassFixture<ApiSite>
{
    private const string Hi = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    [Theory]
    [InlineData("""{}""", "messages", "missing_required_parameter")]
    [InlineData("""{"messages":[]}""", "messages", "invalid_value")]
    [InlineData("""{"messages":{}}""", "messages", "invalid_type")]
    [InlineData("""{"messages":["Hi"]}""", "messages[0]", "invalid_type")]
    [InlineData("""{"messages":[{"content":"Hi"}]}""", "messages[0].role", "missing_required_parameter")]
    [InlineData("""{"messages":[{"role":"boss","content":"Hi"}]}""", "messages[0].role", "invalid_value")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages[0].content", "missing_required_parameter")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"input_audio"}]}]}""", "messages[0].content[0].type", "invalid_value")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}]}""", "messages[0].content[0].image_url.url", "missing_required_parameter")]
    [InlineData("""{"messages":[{"role":"tool","content":"42"}]}""", "messages[0].tool_call_id", "missing_required_parameter")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"{"}}]}]}""", "messages[0].tool_calls[0].function.arguments", "invalid_value")]
    [InlineData("{" + Hi + ",\"temperature\":-1}", "temperature", "invalid_value")]
    [InlineData("{" + Hi + ",\"temperature\":\"warm\"}", "temperature", "invalid_type")]
    [InlineData("{" + Hi + ",\"top_p\":0}", "top_p", "invalid_value")]
    [InlineData("{" + Hi + ",\"n\":1000000}", "n", "invalid_value")]
    [InlineData("{" + Hi + ",\"max_tokens\":0}", "max_tokens", "invalid_value")]
    [InlineData("{" + Hi + ",\"max_tokens\":1.5}", "max_tokens", "invalid_value")]
    [InlineData("{" + Hi + ",\"max_completion_tokens\":100000}", "max_completion_tokens", "invalid_value")]
    [InlineData("{" + Hi + ",\"frequency_penalty\":3}", "frequency_penalty", "invalid_value")]
    [InlineData("{" + Hi + ",\"logit_bias\":{\"5\":101}}", "logit_bias.5", "invalid_value")]
    [InlineData("{" + Hi + ",\"logit_bias\":{\"star\":1}}", "logit_bias", "invalid_value")]
    [InlineData("{" + Hi + ",\"logit_bias\":{\"99999999\":1}}", "logit_bias", "invalid_value")]
    [InlineData("{" + Hi + ",\"stop\":[\"\"]}", "stop", "invalid_value")]
    [InlineData("{" + Hi + ",\"stream_options\":{\"include_usage\":true}}", "stream_options", "invalid_value")]
    [InlineData("{" + Hi + ",\"response_format\":{\"type\":\"xml\"}}", "response_format.type", "invalid_value")]
    [InlineData("{" + Hi + ",\"response_format\":{\"type\":\"json_schema\"}}", "response_format.json_schema", "missing_required_parameter")]
    [InlineData("{" + Hi + ",\"tools\":[{\"type\":\"retrieval\"}]}", "tools[0].type", "invalid_value")]
    [InlineData("{" + Hi + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"not a name\"}}]}", "tools[0].function.name", "invalid_value")]
    [InlineData("{" + Hi + ",\"tool_choice\":\"required\"}", "tool_choice", "invalid_value")]
    [InlineData("{" + Hi + ",\"modalities\":[\"audio\"]}", "modalities[0]", "invalid_value")]
    [InlineData("{" + Hi + ",\"top_logprobs\":3}", "top_logprobs", "invalid_value")]
    [InlineData("{" + Hi + ",\"logprobs\":true,\"top_logprobs\":21}", "top_logprobs", "invalid_value")]
    [InlineData("{" + Hi + ",\"functions\":[]}", "functions", "unsupported_parameter")]
    [InlineData("{" + Hi + ",\"store\":true}", "store", "unsupported_parameter")]
    [InlineData("{" + Hi + ",\"temprature\":1}", "temprature", "unknown_parameter")]
    [InlineData("{" + Hi + ",\"mode\":\"sing\"}", null, "invalid_value")]
    [InlineData("{" + Hi + ",\"guidance_text\":1000}", null, "invalid_value")]
    [InlineData("{" + Hi + ",\"prompt_cache_key\":\"\"}", "prompt_cache_key", "invalid_value")]
    public async Task A_field_that_makes_no_sense_is_named(string body, string? param, string code)
    {
        var error = await RefusedAsync("chat/completions", body, HttpStatusCode.BadRequest);

        Assert.Equal((param, code, "invalid_request_error"), (error.GetProperty("param").GetString(), error.GetProperty("code").GetString(), error.GetProperty("type").GetString()));
        Assert.DoesNotContain("Parameter '", error.GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1/star.png")]
    [InlineData("https://example.com/star.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/star.png")]
    [InlineData("/etc/passwd")]
    public async Task Case_29_pictures_by_address_are_not_fetched(string address)
    {
        var body = JsonSerializer.Serialize(new { messages = new[] { ApiSite.Say(ApiSite.Picture(address)) } });
        var error = await RefusedAsync("chat/completions", body, HttpStatusCode.BadRequest);

        Assert.Equal("messages[0].content[0].image_url.url", error.GetProperty("param").GetString());
        Assert.Contains("not fetched", error.GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data:image/png;base64,####", "invalid_image")]
    [InlineData("data:image/png,plain", "invalid_image")]
    [InlineData("data:image/png;base64,AAAA,AAAA", "invalid_image")]
    [InlineData("data:image/png;base64,SGVsbG8gd29ybGQ=", "invalid_image")]
    [InlineData("data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=", "invalid_image")]
    public async Task Case_26_what_is_no_picture_is_refused_without_its_decoders_words(string url, string code)
    {
        var body = JsonSerializer.Serialize(new { messages = new[] { ApiSite.Say(ApiSite.Picture(url)) } });
        var error = await RefusedAsync("chat/completions", body, HttpStatusCode.BadRequest);

        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.DoesNotContain("/", error.GetProperty("message").GetString()!.Replace("image/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"messages\":")]
    [InlineData("{" + Hi + "," + Hi + "}")]
    [InlineData("{" + Hi + "} x")]
    [InlineData("""{"messages":[{"role":"user","content":"\ud800"}]}""")]
    public async Task What_is_no_object_is_refused(string body) => await RefusedAsync("chat/completions", body, HttpStatusCode.BadRequest);

    [Fact]
    public async Task What_is_nested_without_end_is_refused() =>
        await RefusedAsync("chat/completions", new string('[', 100_000), HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("chat/completions", "text/plain")]
    [InlineData("chat/completions", "application/x-www-form-urlencoded")]
    [InlineData("images/edits", "application/json")]
    public async Task Another_content_type_is_refused(string path, string type)
    {
        using var response = await site.PostTextAsync(path, "{" + Hi + "}", type);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("unsupported_media_type", (await ErrorAsync(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_with_the_limit()
    {
        // The body stays here until the program wants it, which it does not.
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{site.Address}/chat/completions")
        {
            Content = new ByteArrayContent(new byte[64 * 1024 * 1024 + 1]) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.ExpectContinue = true;
        using var response = await patient.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("67108864", (await ErrorAsync(response)).GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "chat/completions", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "models", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "", HttpStatusCode.NotFound)]
    [InlineData("GET", "models/gpt-17", HttpStatusCode.NotFound)]
    [InlineData("POST", "embeddings", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_said_in_the_same_shape(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{site.Address}/{path}");
        using var response = await site.Http.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.NotEmpty((await ErrorAsync(response)).GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_refused_with_both_numbers()
    {
        var body = JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = string.Concat(Enumerable.Repeat("star ", 5000)) } } });
        var error = await RefusedAsync("chat/completions", body, HttpStatusCode.BadRequest);

        Assert.Equal("context_length_exceeded", error.GetProperty("code").GetString());
        Assert.Contains("2048", error.GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"n":1}""", "prompt", "missing_required_parameter")]
    [InlineData("""{"prompt":"x","size":"big"}""", "size", "invalid_value")]
    [InlineData("""{"prompt":"x","size":"99999x1"}""", "size", "invalid_value")]
    [InlineData("""{"prompt":"x","n":17}""", "n", "invalid_value")]
    [InlineData("""{"prompt":"x","response_format":"url"}""", "response_format", "unsupported_parameter")]
    [InlineData("""{"prompt":"x","style":"vivid"}""", "style", "unsupported_parameter")]
    [InlineData("""{"prompt":"x","background":"transparent"}""", "background", "unsupported_parameter")]
    [InlineData("""{"prompt":"x","output_format":"gif"}""", "output_format", "invalid_value")]
    [InlineData("""{"prompt":"x","partial_images":2}""", "partial_images", "invalid_value")]
    [InlineData("""{"prompt":"x","stream":true,"n":2}""", "n", "invalid_value")]
    [InlineData("""{"prompt":"x","colour":"red"}""", "colour", "unknown_parameter")]
    [InlineData("""{"prompt":" "}""", null, "invalid_value")]
    public async Task A_drawing_that_makes_no_sense_is_refused(string body, string? param, string code)
    {
        var error = await RefusedAsync("images/generations", body, HttpStatusCode.BadRequest);

        Assert.Equal((param, code), (error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("""{"prompt":["a","b"]}""", "prompt")]
    [InlineData("""{"prompt":[1,2]}""", "prompt")]
    [InlineData("""{"prompt":"x","suffix":"y"}""", "suffix")]
    [InlineData("""{"prompt":"x","logprobs":3}""", "logprobs")]
    [InlineData("""{"prompt":"x","best_of":3}""", "best_of")]
    public async Task A_completion_that_is_not_made_is_refused(string body, string param) =>
        Assert.Equal(param, (await RefusedAsync("completions", body, HttpStatusCode.BadRequest)).GetProperty("param").GetString());

    private async Task<JsonElement> RefusedAsync(string path, string body, HttpStatusCode status)
    {
        using var response = await site.PostTextAsync(path, body);
        Assert.Equal(status, response.StatusCode);
        return await ErrorAsync(response);
    }

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(property => property.Name));
        return error;
    }
}
