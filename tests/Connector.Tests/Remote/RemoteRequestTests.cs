using System.ComponentModel;
using System.Text.Json.Nodes;
using Chameleon.Connector.Remote;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat;

namespace Chameleon.Connector.Tests.Remote;

/// <summary>What is sent, letter for letter.</summary>
public sealed class RemoteRequestTests : IAsyncLifetime, IDisposable
{
    private const string Streamed = "\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    private static readonly ChatMessage[] Hi = [new(ChatRole.User, "Hi")];
    private WireServer server = null!;
    private ChameleonRemoteChatClient client = null!;

    public async Task InitializeAsync()
    {
        server = await WireServer.StartAsync(WireServer.Text("ok"), WireServer.Stop, WireServer.Done);
        client = new ChameleonRemoteChatClient(server.Endpoint, "big-model");
    }

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task Text_goes_as_text_with_the_instructions_before_it()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Be \"exact\"."),
            new(ChatRole.User, [new TextContent("One. "), new TextContent("Two.")]) { AuthorName = "Anna_1" },
            new(ChatRole.Assistant, [new TextReasoningContent("hm"), new TextContent("Three."), new UsageContent(new())]) { AuthorName = "not a name!" },
            new(ChatRole.User, "Ünï + <b>"),
        ];

        await client.GetResponseAsync(messages, new ChatOptions { Instructions = "Be brief." });

        Assert.Equal(
            """{"model":"big-model","messages":[{"role":"system","content":"Be brief."},{"role":"system","content":"Be \"exact\"."},"""
            + """{"role":"user","name":"Anna_1","content":"One. Two."},{"role":"assistant","content":"Three."},{"role":"user","content":"Ünï + <b>"}],"""
            + Streamed + "}",
            server.Body);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/v1/chat/completions", "application/json"), (request.Method, request.Path, request.Headers["Content-Type"]));
    }

    [Fact]
    public async Task Pictures_go_as_data_URIs_in_their_places()
    {
        var picture = new DataContent(new byte[] { 0xFB, 0xFF, 0xFE }, "image/png") { AdditionalProperties = new() { ["detail"] = "low" } };
        ChatMessage[] messages =
        [
            new(ChatRole.User, [new TextContent("This"), picture, new TextContent("or"), new DataContent(new byte[] { 1 }, "image/jpeg"), new TextContent("?")]),
            new(ChatRole.Assistant, [new TextContent("Mine:"), new DataContent(new byte[] { 2 }, "image/webp")]),
            new(ChatRole.User, [new DataContent("a note"u8.ToArray(), "text/plain")]),
        ];

        await client.GetResponseAsync(messages);

        Assert.Equal(
            """{"model":"big-model","messages":[{"role":"user","content":[{"type":"text","text":"This"},"""
            + """{"type":"image_url","image_url":{"url":"data:image/png;base64,+//+","detail":"low"}},{"type":"text","text":"or"},"""
            + """{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,AQ=="}},{"type":"text","text":"?"}]},"""
            + """{"role":"assistant","content":[{"type":"text","text":"Mine:"},{"type":"image_url","image_url":{"url":"data:image/webp;base64,Ag=="}}]},"""
            + """{"role":"user","content":[{"type":"text","text":"a note"}]}],"""
            + Streamed + "}",
            server.Body);
    }

    [Fact]
    public async Task Options_go_as_their_fields_and_numbers_as_they_were_written()
    {
        var options = new ChatOptions
        {
            ModelId = "other-model",
            MaxOutputTokens = 50,
            Temperature = 0.7f,
            TopP = 0.9f,
            TopK = 40,
            Seed = 9_007_199_254_740_993,
            FrequencyPenalty = 0.1f,
            PresencePenalty = -0.2f,
            StopSequences = ["\n\n", "END"],
            Reasoning = new() { Effort = Microsoft.Extensions.AI.ReasoningEffort.Low },
        };

        await client.GetResponseAsync(Hi, options);

        Assert.Equal(
            """{"model":"other-model","messages":[{"role":"user","content":"Hi"}],"""
            + Streamed
            + ""","max_tokens":50,"temperature":0.7,"top_p":0.9,"top_k":40,"seed":9007199254740993,"frequency_penalty":0.1,"presence_penalty":-0.2,"stop":["\n\n","END"],"reasoning_effort":"low"}""",
            server.Body);
    }

    [Fact]
    public async Task Additional_properties_go_as_further_fields_and_objects_of_other_layers_do_not()
    {
        var options = new ChatOptions
        {
            Temperature = 0.5f,
            AdditionalProperties = new()
            {
                ["top_k"] = 40.0,
                ["min_p"] = 0.05,
                ["mode"] = "interleaved",
                ["ignore_eos"] = true,
                ["temperature"] = 1.5,
                ["bad_words"] = new[] { "x", "y" },
                ["extra"] = JsonNode.Parse("""{"a":[1]}"""),
                ["kernel"] = new object(),
                ["nothing"] = null,
            },
        };

        await client.GetResponseAsync(Hi, options);

        var sent = JsonNode.Parse(server.Body)!.AsObject();
        Assert.Equal("40", sent["top_k"]!.ToJsonString());
        Assert.Equal(0.05, (double)sent["min_p"]!);
        Assert.Equal("interleaved", (string)sent["mode"]!);
        Assert.True((bool)sent["ignore_eos"]!);
        Assert.Equal("0.5", sent["temperature"]!.ToJsonString());
        Assert.Equal("""["x","y"]""", sent["bad_words"]!.ToJsonString());
        Assert.Equal("""{"a":[1]}""", sent["extra"]!.ToJsonString());
        Assert.DoesNotContain("kernel", sent);
        Assert.DoesNotContain("nothing", sent);
    }

    [Theory]
    [InlineData("model")]
    [InlineData("messages")]
    [InlineData("stream")]
    [InlineData("n")]
    public async Task A_property_that_would_replace_the_clients_own_field_is_refused(string name)
    {
        var options = new ChatOptions { AdditionalProperties = new() { [name] = "x" } };

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync(Hi, options));

        Assert.Contains($"'{name}'", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Raw_options_of_OpenAIs_package_or_of_JSON_go_before_the_typed_ones()
    {
        var typed = new ChatOptions
        {
            Temperature = 0.5f,
            MaxOutputTokens = 7,
            RawRepresentationFactory = asked => asked == client ? new ChatCompletionOptions { Temperature = 0.25f, EndUserId = "u-1", MaxOutputTokenCount = 9 } : null,
        };
        var json = new ChatOptions { RawRepresentationFactory = _ => new JsonObject { ["model"] = "raw-model", ["guided_regex"] = "a+", ["n"] = 5 }, TopP = 0.5f };

        await client.GetResponseAsync(Hi, typed);
        await client.GetResponseAsync(Hi, json);

        Assert.Equal("{\"model\":\"big-model\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + Streamed + ",\"temperature\":0.25,\"user\":\"u-1\",\"max_completion_tokens\":9}", Sorted(server.Requests[0].Body, "temperature", "user", "max_completion_tokens"));
        Assert.Equal("{\"model\":\"raw-model\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + Streamed + ",\"guided_regex\":\"a\\u002B\",\"top_p\":0.5}", server.Requests[1].Body.Replace("a+", "a\\u002B", StringComparison.Ordinal));
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync(Hi, new ChatOptions { RawRepresentationFactory = _ => new Version() }));
        Assert.Contains("Version", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_go_with_their_schemas_and_the_choice_between_them()
    {
        var function = AIFunctionFactory.Create(([Description("Which city")] string city) => city, "get_weather", "Tells the weather.");

        await client.GetResponseAsync(Hi, new ChatOptions { Tools = [function], ToolMode = ChatToolMode.RequireSpecific("get_weather"), AllowMultipleToolCalls = false });

        var sent = JsonNode.Parse(server.Body)!;
        Assert.Equal(
            """[{"type":"function","function":{"name":"get_weather","description":"Tells the weather.","parameters":{"type":"object","properties":{"city":{"description":"Which city","type":"string"}},"required":["city"]}}}]""",
            sent["tools"]!.ToJsonString());
        Assert.Equal("""{"type":"function","function":{"name":"get_weather"}}""", sent["tool_choice"]!.ToJsonString());
        Assert.Equal("false", sent["parallel_tool_calls"]!.ToJsonString());
    }

    [Fact]
    public async Task Tool_modes_have_their_words()
    {
        var function = AIFunctionFactory.Create(() => 1, "f");
        foreach (var mode in (ChatToolMode?[])[null, ChatToolMode.Auto, ChatToolMode.None, ChatToolMode.RequireAny])
        {
            await client.GetResponseAsync(Hi, new ChatOptions { Tools = [function], ToolMode = mode });
        }

        Assert.Equal([null, "auto", "none", "required"], server.Requests.Select(request => (string?)JsonNode.Parse(request.Body)!["tool_choice"]));
        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync(Hi, new ChatOptions { Tools = [new HostedWebSearchTool()] }));
        Assert.Contains("HostedWebSearchTool", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_and_their_results_go_back_as_they_came()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "Weather?"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "get_weather", new Dictionary<string, object?> { ["city"] = "Köln" }), new FunctionCallContent("c2", "now")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "rain"), new FunctionResultContent("c2", new { Hour = 7 })]),
            new(ChatRole.Tool, [new FunctionResultContent("c3", new DataContent(new byte[] { 1 }, "image/png"))]),
            new(ChatRole.Tool, [new FunctionResultContent("c4", null) { Exception = new InvalidOperationException("secret") }]),
            new(ChatRole.Assistant, [new TextContent("Let me see."), new FunctionCallContent("c5", "now")]),
        ];

        await client.GetResponseAsync(messages);

        var sent = JsonNode.Parse(server.Body)!["messages"]!.AsArray();
        Assert.Equal(7, sent.Count);
        Assert.Equal("c1", (string)sent[1]!["tool_calls"]![0]!["id"]!);
        Assert.Null(sent[1]!["content"]);
        Assert.Equal("Köln", (string)JsonNode.Parse((string)sent[1]!["tool_calls"]![0]!["function"]!["arguments"]!)!["city"]!);
        Assert.Equal("""{"id":"c2","type":"function","function":{"name":"now","arguments":"{}"}}""", sent[1]!["tool_calls"]![1]!.ToJsonString());
        Assert.Equal("""{"role":"tool","tool_call_id":"c1","content":"rain"}""", sent[2]!.ToJsonString());
        Assert.Equal(7, (int)JsonNode.Parse((string)sent[3]!["content"]!)!["hour"]!);
        Assert.Equal("data:image/png;base64,AQ==", (string)sent[4]!["content"]![0]!["image_url"]!["url"]!);
        Assert.Equal("Error: the function failed.", (string)sent[5]!["content"]!);
        Assert.Equal("Let me see.", (string)sent[6]!["content"]!);
    }

    [Fact]
    public async Task Formats_of_answers_go_as_their_fields()
    {
        var schema = System.Text.Json.JsonElement.Parse("""{"type":"object"}""");
        foreach (var format in (ChatResponseFormat[])[ChatResponseFormat.Text, ChatResponseFormat.Json, ChatResponseFormat.ForJsonSchema(schema), ChatResponseFormat.ForJsonSchema(schema, "shape", "A shape.")])
        {
            await client.GetResponseAsync(Hi, new ChatOptions { ResponseFormat = format });
        }

        Assert.Equal(
            [
                """{"type":"text"}""",
                """{"type":"json_object"}""",
                """{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}}""",
                """{"type":"json_schema","json_schema":{"name":"shape","description":"A shape.","schema":{"type":"object"}}}""",
            ],
            server.Requests.Select(request => JsonNode.Parse(request.Body)!["response_format"]!.ToJsonString()));
    }

    [Fact]
    public async Task Addresses_of_pictures_are_passed_on_only_when_allowed()
    {
        ChatMessage[] messages = [new(ChatRole.User, [new UriContent("https://pictures.example/a.png?x=1", "image/png")])];
        using var passing = new ChameleonRemoteChatClient(server.Endpoint, "big-model", options: new() { PassPictureAddresses = true });

        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync(messages));
        await passing.GetResponseAsync(messages);

        Assert.Contains("PassPictureAddresses", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("""{"type":"image_url","image_url":{"url":"https://pictures.example/a.png?x=1"}}""", server.Body, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotSupportedException>(
            () => passing.GetResponseAsync([new ChatMessage(ChatRole.User, [new UriContent("file:///etc/passwd", "image/png")])]));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_by_name()
    {
        var sound = await Assert.ThrowsAsync<NotSupportedException>(
            () => client.GetResponseAsync([new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "audio/wav")])]));
        var file = await Assert.ThrowsAsync<NotSupportedException>(
            () => client.GetResponseAsync([new ChatMessage(ChatRole.User, [new HostedFileContent("f-1")])]));
        var stray = await Assert.ThrowsAsync<NotSupportedException>(
            () => client.GetResponseAsync([new ChatMessage(ChatRole.Tool, [new TextContent("x")])]));

        Assert.Contains("audio/wav", sound.Message, StringComparison.Ordinal);
        Assert.Contains("HostedFileContent", file.Message, StringComparison.Ordinal);
        Assert.Contains("TextContent", stray.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Nothing_that_is_given_is_changed_and_messages_are_read_once()
    {
        var reads = 0;
        var options = new ChatOptions { AdditionalProperties = new() { ["min_p"] = 0.1 }, StopSequences = ["x"] };
        var before = System.Text.Json.JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);

        await client.GetResponseAsync(Once(), options);

        Assert.Equal(1, reads);
        Assert.Equal(before, System.Text.Json.JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));

        IEnumerable<ChatMessage> Once()
        {
            reads++;
            yield return Hi[0];
        }
    }

    [Fact]
    public async Task The_key_goes_as_bearer_token_and_none_goes_without_one()
    {
        using var keyed = new ChameleonRemoteChatClient(server.Endpoint, "big-model", "sk-secret");

        await keyed.GetResponseAsync(Hi);
        await client.GetResponseAsync(Hi);

        Assert.Equal("Bearer sk-secret", server.Requests[0].Headers["Authorization"]);
        Assert.DoesNotContain("Authorization", server.Requests[1].Headers.Keys);
    }

    [Fact]
    public async Task A_query_of_the_endpoint_is_kept_for_the_server_alone()
    {
        using var versioned = new ChameleonRemoteChatClient(new Uri(server.Endpoint + "/?api-version=7"), "big-model");

        await versioned.GetResponseAsync(Hi);

        Assert.Equal("/v1/chat/completions?api-version=7", server.Requests[0].Path);
        Assert.Equal(server.Endpoint + "/", versioned.GetService<ChatClientMetadata>()!.ProviderUri!.ToString());
    }

    /// <summary>The raw options' fields in a fixed order: their own package may write them in any.</summary>
    private static string Sorted(string body, params string[] order)
    {
        var fields = JsonNode.Parse(body)!.AsObject();
        foreach (var name in order)
        {
            var value = fields[name];
            fields.Remove(name);
            fields[name] = value;
        }

        return fields.ToJsonString();
    }
}
