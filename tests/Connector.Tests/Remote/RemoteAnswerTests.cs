using Chameleon.Connector.Remote;
using Microsoft.Extensions.AI;

namespace Chameleon.Connector.Tests.Remote;

/// <summary>What servers answer, in each of their ways.</summary>
public sealed class RemoteAnswerTests
{
    private static readonly byte[] Star = File.ReadAllBytes(Path.Combine(Golden.RepositoryRoot, "samples", "red-star.png"));
    private static readonly string StarUri = "data:image/png;base64," + Convert.ToBase64String(Star);

    [Fact]
    public async Task Text_is_streamed_piece_by_piece_with_ids_and_ends_with_reason_and_usage()
    {
        await using var server = await WireServer.StartAsync(
            WireServer.Delta("\"role\":\"assistant\",\"content\":\"\""), WireServer.Text("A red "), WireServer.Text("star."), WireServer.Stop, WireServer.Usage, WireServer.Done);
        using var client = Client(server);

        var updates = await client.GetStreamingResponseAsync("Hi").ToListAsync();

        Assert.Equal(["A red ", "star.", ""], updates.Select(update => update.Text));
        Assert.All(updates, update =>
        {
            Assert.Equal("chatcmpl-7", update.ResponseId);
            Assert.Equal("chatcmpl-7", update.MessageId);
            Assert.Equal("big-model-v2", update.ModelId);
            Assert.Equal(ChatRole.Assistant, update.Role);
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1763745000), update.CreatedAt);
        });
        Assert.Equal([null, null, ChatFinishReason.Stop], updates.Select(update => update.FinishReason));
        Assert.Equal("A red ", ((System.Text.Json.JsonElement)updates[0].RawRepresentation!).GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString());
        var usage = Assert.IsType<UsageContent>(Assert.Single(updates[^1].Contents)).Details;
        Assert.Equal((11, 4, 15, 8, 1), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.CachedInputTokenCount, usage.ReasoningTokenCount));
        Assert.Equal(2, usage.AdditionalCounts!["prompt_tokens_details.image_tokens"]);
    }

    [Fact]
    public async Task A_response_is_its_stream_put_together()
    {
        await using var server = await WireServer.StartAsync(WireServer.Text("A red "), WireServer.Text("star."), WireServer.Stop, WireServer.Usage, WireServer.Done);
        using var client = Client(server);

        var response = await client.GetResponseAsync("Hi");

        Assert.Equal("A red star.", response.Text);
        Assert.Equal(("chatcmpl-7", "big-model-v2", ChatFinishReason.Stop), (response.ResponseId, response.ModelId, response.FinishReason));
        Assert.Equal(15, response.Usage!.TotalTokenCount);
        Assert.Single(response.Messages);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_in_one_piece_is_understood_whether_asked_for_or_not(bool asked)
    {
        const string Whole = """
            {"id":"x-1","created":1763745000,"model":"m","choices":[{"index":0,"finish_reason":"length","message":{"role":"assistant","content":"All at once.",
            "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":null}}
            """;
        await using var server = await WireServer.StartAsync(context => WireServer.JsonAsync(context, Whole));
        using var client = Client(server, new() { StreamAnswers = !asked });

        var response = await client.GetResponseAsync("Hi");

        Assert.Equal("All at once.", response.Text);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Equal(5, response.Usage!.TotalTokenCount);
        Assert.Equal("f", Assert.Single(response.Messages[0].Contents.OfType<FunctionCallContent>()).Name);
        Assert.Contains(asked ? "\"stream\":false}" : "\"stream\":true", server.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_whose_pieces_come_mixed_are_put_together()
    {
        await using var server = await WireServer.StartAsync(
            WireServer.Delta(""" "tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"weather","arguments":""}}] """),
            WireServer.Delta(""" "tool_calls":[{"index":1,"id":"c2","function":{"name":"now","arguments":"{"}},{"index":0,"function":{"arguments":"{\"city\":"}}] """),
            WireServer.Delta(""" "tool_calls":[{"index":0,"function":{"arguments":"\"Köln\"}"}},{"index":1,"function":{"arguments":"}"}}] """),
            WireServer.Delta("", "\"tool_calls\""),
            WireServer.Done);
        using var client = Client(server);

        var updates = await client.GetStreamingResponseAsync("Hi").ToListAsync();

        var last = Assert.Single(updates);
        Assert.Equal(ChatFinishReason.ToolCalls, last.FinishReason);
        var calls = last.Contents.Cast<FunctionCallContent>().ToList();
        Assert.Equal([("c1", "weather"), ("c2", "now")], calls.Select(call => (call.CallId, call.Name)));
        Assert.Equal("Köln", calls[0].Arguments!["city"]!.ToString());
        Assert.Empty(calls[1].Arguments!);
    }

    [Fact]
    public async Task Calls_without_an_index_begin_with_a_new_id()
    {
        await using var server = await WireServer.StartAsync(
            WireServer.Delta(""" "tool_calls":[{"id":"c1","function":{"name":"a","arguments":"{\"x\":"}}] """),
            WireServer.Delta(""" "tool_calls":[{"function":{"arguments":"1}"}}] """),
            WireServer.Delta(""" "tool_calls":[{"id":"c2","function":{"name":"b","arguments":{"y":2}}}] """),
            WireServer.Stop,
            WireServer.Done);
        using var client = Client(server);

        var response = await client.GetResponseAsync("Hi");

        var calls = response.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
        Assert.Equal([("c1", "a", "1"), ("c2", "b", "2")], calls.Select(call => (call.CallId, call.Name, call.Arguments!.Values.Single()!.ToString())));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Fact]
    public async Task Arguments_that_do_not_parse_are_told_in_the_call()
    {
        await using var server = await WireServer.StartAsync(
            WireServer.Delta(""" "tool_calls":[{"index":0,"id":"c1","function":{"name":"a","arguments":"{\"x\":"}}] """, "\"length\""), WireServer.Done);
        using var client = Client(server);

        var response = await client.GetResponseAsync("Hi");

        var call = Assert.Single(response.Messages[0].Contents.OfType<FunctionCallContent>());
        Assert.NotNull(call.Exception);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
    }

    [Fact]
    public async Task Pictures_beside_the_content_and_in_its_parts_keep_their_places()
    {
        await using var server = await WireServer.StartAsync(
            WireServer.Text("First "),
            WireServer.Delta($$$""" "content":"", "images":[{"type":"image_url","image_url":{"url":"{{{StarUri}}}"}}] """),
            WireServer.Text("then "),
            WireServer.Delta($$$""" "content":[{"type":"text","text":"again "},{"type":"image_url","image_url":"{{{StarUri}}}"},{"type":"output_image","b64_json":"{{{Convert.ToBase64String(Star)}}}"}] """),
            WireServer.Delta(""" "images":[{"image_url":{"url":"https://pictures.example/a.png"}}] """),
            WireServer.Stop,
            WireServer.Done);
        using var client = Client(server);

        var response = await client.GetResponseAsync("Draw");

        var contents = response.Messages[0].Contents;
        Assert.Equal(
            ["First ", "picture-1.png", "then again ", "picture-2.png", "picture-3.png", "https://pictures.example/a.png"],
            contents.Select(content => content switch { TextContent text => text.Text, DataContent data => data.Name, UriContent uri => uri.Uri.ToString(), _ => "?" }));
        Assert.All(contents.OfType<DataContent>(), picture =>
        {
            Assert.Equal("image/png", picture.MediaType);
            Assert.Equal(Star, picture.Data.ToArray());
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task Pictures_in_markdown_are_found_in_pieces_of_any_size(int size)
    {
        var text = $"Wow! ![not one](https://x.example/a.png) ![a star]({StarUri}) and ![again]({StarUri} \"title\")! The end![";
        var pieces = text.Chunk(size).Select(piece => WireServer.Text(new string(piece)));
        await using var server = await WireServer.StartAsync([.. pieces, WireServer.Stop, WireServer.Done]);
        using var client = Client(server);

        var response = await client.GetResponseAsync("Draw");

        var contents = response.Messages[0].Contents;
        Assert.Equal(
            ["Wow! ![not one](https://x.example/a.png) ", "picture-1.png", " and ", "picture-2.png", "! The end!["],
            contents.Select(content => content switch { TextContent said => said.Text, DataContent data => data.Name, _ => "?" }));
        Assert.All(contents.OfType<DataContent>(), picture => Assert.Equal(Star, picture.Data.ToArray()));
    }

    [Fact]
    public async Task A_picture_that_is_cut_short_is_told_and_a_damaged_one_is_an_error()
    {
        await using var cut = await WireServer.StartAsync(WireServer.Text("Here: ![a](" + StarUri[..200]), WireServer.Delta("", "\"length\""), WireServer.Done);
        await using var damaged = await WireServer.StartAsync(WireServer.Text("![a](data:image/png;base64,????)"), WireServer.Stop, WireServer.Done);
        await using var foreign = await WireServer.StartAsync(WireServer.Text("![a](data:image/svg+xml;base64,PHN2Zz4=)"), WireServer.Stop, WireServer.Done);
        await using var inside = await WireServer.StartAsync(WireServer.Delta(""" "images":[{"image_url":{"url":"file:///etc/passwd"}}] """), WireServer.Stop, WireServer.Done);

        var response = await Client(cut).GetResponseAsync("Draw");

        Assert.Equal("incomplete_picture", Assert.Single(response.Messages[0].Contents.OfType<ErrorContent>()).ErrorCode);
        foreach (var server in (WireServer[])[damaged, foreign, inside])
        {
            var failure = await Assert.ThrowsAsync<ChameleonRemoteException>(() => Client(server).GetResponseAsync("Draw"));
            Assert.Equal(ChameleonRemoteFailure.Malformed, failure.Failure);
        }
    }

    [Fact]
    public async Task Thoughts_and_refusals_are_what_they_are()
    {
        await using var server = await WireServer.StartAsync(
            WireServer.Delta(""" "reasoning_content":"Let me " """), WireServer.Delta(""" "reasoning":"think." """), WireServer.Delta(""" "refusal":"No." """, "\"content_filter\""), WireServer.Done);
        using var client = Client(server);

        var response = await client.GetResponseAsync("Hi");

        Assert.Equal("Let me think.", string.Concat(response.Messages[0].Contents.OfType<TextReasoningContent>().Select(thought => thought.Text)));
        Assert.Equal(("No.", "Refusal"), response.Messages[0].Contents.OfType<ErrorContent>().Select(error => (error.Message, error.ErrorCode)).Single());
        Assert.Equal(ChatFinishReason.ContentFilter, response.FinishReason);
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    [InlineData("tool_calls", "tool_calls")]
    [InlineData("function_call", "tool_calls")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("abort", "abort")]
    public async Task Reasons_of_the_end_keep_their_meaning(string said, string expected)
    {
        await using var server = await WireServer.StartAsync(WireServer.Delta(""" "content":"x" """, $"\"{said}\""));
        using var client = Client(server);

        Assert.Equal(expected, (await client.GetResponseAsync("Hi")).FinishReason!.Value.Value);
    }

    [Fact]
    public async Task Comments_other_answers_and_odd_line_ends_are_passed_over()
    {
        await using var server = await WireServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(
                ": PROCESSING\n\nevent: message\r\nid: 3\r\ndata: " + WireServer.Text("Köl") + "\r\n\r\n"
                + "data:" + """{"id":"chatcmpl-7","choices":[{"index":1,"delta":{"content":"other"}}]}""" + "\n\n"
                + "data: " + WireServer.Text("n 🦎") + "\n\n: \n\ndata: " + WireServer.Stop + "\n\ndata: [DONE]\n\n"));
        });
        using var client = Client(server);

        Assert.Equal("Köln 🦎", (await client.GetResponseAsync("Hi")).Text);
    }

    [Fact]
    public async Task Servers_without_ids_get_one_from_us()
    {
        await using var server = await WireServer.StartAsync("""{"choices":[{"delta":{"content":"a"}}]}""", """{"choices":[{"delta":{"content":"b"},"finish_reason":"stop"}]}""");
        using var client = Client(server);

        var updates = await client.GetStreamingResponseAsync("Hi").ToListAsync();

        Assert.Single(updates.Select(update => update.MessageId).Distinct());
        Assert.NotEmpty(updates[0].ResponseId!);
        Assert.All(updates, update => Assert.Equal("big-model", update.ModelId));
        Assert.All(updates, update => Assert.NotNull(update.CreatedAt));
    }

    [Fact]
    public async Task Many_callers_at_once_get_their_own_answers()
    {
        await using var server = await WireServer.StartAsync(async context =>
        {
            var asked = context.Request.Headers["X-None"].ToString();
            await WireServer.StreamAsync(context, WireServer.Text("a"), WireServer.Text("b"), WireServer.Stop, WireServer.Done);
        });
        using var client = Client(server);

        var responses = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.GetResponseAsync("Hi")));

        Assert.All(responses, response => Assert.Equal("ab", response.Text));
        Assert.Equal(16, server.Requests.Count);
    }

    [Fact]
    public async Task Models_are_listed()
    {
        await using var server = await WireServer.StartAsync(context => context.Request.Path == "/v1/models"
            ? WireServer.JsonAsync(context, """{"object":"list","data":[{"id":"a","object":"model","created":1763745000,"owned_by":"us"},{"id":"b"},{"odd":1}]}""")
            : WireServer.JsonAsync(context, "{}"));
        using var client = Client(server);

        var models = await client.ListModelsAsync();

        Assert.Equal([new RemoteModel("a", "us", DateTimeOffset.FromUnixTimeSeconds(1763745000)), new RemoteModel("b", null, null)], models);
        Assert.Equal("GET", Assert.Single(server.Requests).Method);
    }

    [Fact]
    public async Task A_client_that_was_given_is_used_and_stays_open()
    {
        await using var server = await WireServer.StartAsync(WireServer.Text("ok"), WireServer.Stop, WireServer.Done);
        using var own = new HttpClient();
        own.DefaultRequestHeaders.Add("X-Tenant", "7");
        var client = Client(server, new() { HttpClient = own });

        await client.GetResponseAsync("Hi");
        client.Dispose();

        Assert.Equal("7", server.Requests[0].Headers["X-Tenant"]);
        Assert.Equal("ok", (await Client(server, new() { HttpClient = own }).GetResponseAsync("Hi")).Text);
    }

    [Fact]
    public async Task OpenAIs_own_client_understands_the_same_server()
    {
        await using var server = await WireServer.StartAsync(WireServer.Text("o"), WireServer.Text("k"), WireServer.Stop, WireServer.Usage, WireServer.Done);
        var judge = new OpenAI.OpenAIClient(new System.ClientModel.ApiKeyCredential("k"), new OpenAI.OpenAIClientOptions { Endpoint = server.Endpoint }).GetChatClient("big-model");
        using var client = Client(server);

        var theirs = "";
        await foreach (var update in judge.CompleteChatStreamingAsync("Hi"))
        {
            theirs += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        Assert.Equal(theirs, (await client.GetResponseAsync("Hi")).Text);
        Assert.Equal("ok", theirs);
    }

    [Fact]
    public void Services_are_the_client_and_its_metadata()
    {
        using var client = new ChameleonRemoteChatClient(new Uri("https://models.example/v1?key=secret"), "big-model");

        var metadata = client.GetService<ChatClientMetadata>()!;
        Assert.Equal(("openai", "https://models.example/v1", "big-model"), (metadata.ProviderName, metadata.ProviderUri!.ToString(), metadata.DefaultModelId));
        Assert.Same(client, client.GetService<IChatClient>());
        Assert.Same(client, client.GetService<ChameleonRemoteChatClient>());
        Assert.Null(client.GetService<ChameleonRemoteChatClient>("key"));
        Assert.Null(client.GetService(typeof(string)));
        Assert.Throws<ArgumentNullException>(() => client.GetService(null!));
    }

    [Fact]
    public void What_makes_no_sense_is_refused_when_it_is_made()
    {
        var good = new Uri("http://models.example/v1");
        Assert.Throws<ArgumentNullException>(() => new ChameleonRemoteChatClient((Uri)null!, "m"));
        Assert.Throws<ArgumentException>(() => new ChameleonRemoteChatClient(good, " "));
        Assert.Throws<ArgumentException>(() => new ChameleonRemoteChatClient(new Uri("/v1", UriKind.Relative), "m"));
        Assert.Throws<ArgumentException>(() => new ChameleonRemoteChatClient(new Uri("ftp://models.example"), "m"));
        var secret = Assert.Throws<ArgumentException>(() => new ChameleonRemoteChatClient(new Uri("http://user:hunter2@models.example/v1"), "m"));
        Assert.DoesNotContain("hunter2", secret.Message, StringComparison.Ordinal);
        foreach (var options in (ChameleonRemoteOptions[])
            [new() { ConnectTimeout = default }, new() { FirstTokenTimeout = default }, new() { TokenTimeout = default }, new() { MaxRetries = 11 }, new() { MaxRetries = -1 },
             new() { RetryDelay = TimeSpan.FromSeconds(-1) }, new() { MaxRetryDelay = TimeSpan.FromSeconds(-1) }, new() { MaxPieceBytes = 1 }, new() { MaxAnswerBytes = 1 }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new ChameleonRemoteChatClient(good, "m", options: options));
        }
    }

    private static ChameleonRemoteChatClient Client(WireServer server, ChameleonRemoteOptions? options = null) =>
        new(server.Endpoint, "big-model", options: options);
}
