using System.ClientModel;
using System.Text;
using System.Text.Json;
using Chameleon.Connector;
using OpenAI.Chat;
using OpenAI.Images;

namespace Chameleon.Web.Tests.Api;

/// <summary>OpenAI's own client finds what it expects.</summary>
public sealed class OpenAIClientTests(ApiSite site) : IClassFixture<ApiSite>
{
    private static readonly ChatCompletionOptions Exact = new() { Temperature = 0, MaxOutputTokenCount = 100 };

    private ChatClient Chat => site.Client().GetChatClient(ApiSite.Model);

    private ImageClient Images => site.Client().GetImageClient(ApiSite.Model);

    private static ChatMessage Question => ChatMessage.CreateUserMessage(
        ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(ApiSite.Star), "image/png"),
        ChatMessageContentPart.CreateTextPart("What do you see in this image?"));

    [Fact]
    public async Task A_question_about_a_picture_is_answered()
    {
        ChatCompletion answer = await Chat.CompleteChatAsync([Question], Exact);

        Assert.Contains("red star", Assert.Single(answer.Content).Text, StringComparison.Ordinal);
        Assert.Equal((ChatFinishReason.Stop, ChatMessageRole.Assistant, ApiSite.Model), (answer.FinishReason, answer.Role, answer.Model));
        Assert.True(answer.Usage.InputTokenCount > site.Engine.Info.CodesPerPicture);
        Assert.Equal(answer.Usage.TotalTokenCount, answer.Usage.InputTokenCount + answer.Usage.OutputTokenCount);
        Assert.InRange(answer.CreatedAt, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
    }

    [Fact]
    public async Task A_conversation_goes_on()
    {
        ChatCompletion first = await Chat.CompleteChatAsync([Question], Exact);
        ChatCompletion second = await Chat.CompleteChatAsync(
            [Question, ChatMessage.CreateAssistantMessage(first), ChatMessage.CreateUserMessage("What color is the star?")], Exact);

        Assert.Contains("red", second.Content[0].Text, StringComparison.Ordinal);
        Assert.True(second.Usage.InputTokenDetails.CachedTokenCount >= site.Engine.Info.CodesPerPicture, "Only what is new is computed.");
    }

    [Fact]
    public async Task Every_token_tells_how_likely_it_was_streamed_or_whole()
    {
        var telling = new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = 100, IncludeLogProbabilities = true, TopLogProbabilityCount = 2 };
        ChatCompletion whole = await Chat.CompleteChatAsync([Question], telling);
        var tokens = whole.ContentTokenLogProbabilities;
        Assert.Equal(whole.Content[0].Text, Encoding.UTF8.GetString([.. tokens.SelectMany(token => token.Utf8Bytes!.Value.ToArray())]));
        Assert.All(tokens, token =>
        {
            Assert.InRange(token.LogProbability, -20, 0);
            Assert.Equal(2, token.TopLogProbabilities.Count);
            Assert.Equal((token.Token, token.LogProbability), (token.TopLogProbabilities[0].Token, token.TopLogProbabilities[0].LogProbability));
        });

        var streamed = new List<ChatTokenLogProbabilityDetails>();
        await foreach (var piece in Chat.CompleteChatStreamingAsync([Question], telling))
        {
            streamed.AddRange(piece.ContentTokenLogProbabilities);
        }

        Assert.Equal(tokens.Select(token => (token.Token, token.LogProbability)), streamed.Select(token => (token.Token, token.LogProbability)));
    }

    [Fact]
    public async Task A_streamed_answer_is_the_whole_one_in_pieces()
    {
        ChatCompletion whole = await Chat.CompleteChatAsync([Question], Exact);
        var (text, pieces, ends) = ("", 0, new List<ChatFinishReason?>());
        ChatTokenUsage? usage = null;
        await foreach (var piece in Chat.CompleteChatStreamingAsync([Question], Exact))
        {
            text += string.Concat(piece.ContentUpdate.Select(part => part.Text));
            pieces++;
            usage = piece.Usage ?? usage;
            ends.Add(piece.FinishReason);
        }

        Assert.Equal(whole.Content[0].Text, text);
        Assert.True(pieces > 5, $"{pieces} pieces");
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(ends, end => end is not null));
        Assert.Equal(whole.Usage.OutputTokenCount, usage!.OutputTokenCount);
    }

    [Fact]
    public async Task A_tool_is_called_with_arguments_that_fit_and_its_result_is_read()
    {
        var tool = ChatTool.CreateFunctionTool("paint", "Paints.", BinaryData.FromString(
            """{"type":"object","properties":{"color":{"enum":["red","blue"]}},"required":["color"],"additionalProperties":false}"""));
        var options = new ChatCompletionOptions { Tools = { tool }, ToolChoice = ChatToolChoice.CreateRequiredChoice(), Temperature = 0 };
        ChatCompletion answer = await Chat.CompleteChatAsync([ChatMessage.CreateUserMessage("Paint!")], options);

        var call = Assert.Single(answer.ToolCalls);
        Assert.Equal((ChatFinishReason.ToolCalls, "paint"), (answer.FinishReason, call.FunctionName));
        using var arguments = JsonDocument.Parse(call.FunctionArguments);
        Assert.Contains(arguments.RootElement.GetProperty("color").GetString(), new[] { "red", "blue" });

        ChatCompletion next = await Chat.CompleteChatAsync(
            [ChatMessage.CreateUserMessage("Paint!"), ChatMessage.CreateAssistantMessage(answer), ChatMessage.CreateToolMessage(call.Id, "Done.")],
            new ChatCompletionOptions { Tools = { tool }, ToolChoice = ChatToolChoice.CreateNoneChoice(), MaxOutputTokenCount = 5 });
        Assert.Empty(next.ToolCalls);
    }

    [Fact]
    public async Task A_streamed_call_comes_whole()
    {
        var tool = ChatTool.CreateFunctionTool("now", "The time.", BinaryData.FromString("""{"type":"object","properties":{},"additionalProperties":false}"""));
        var options = new ChatCompletionOptions { Tools = { tool }, ToolChoice = ChatToolChoice.CreateFunctionChoice("now") };
        List<StreamingChatToolCallUpdate> calls = [];
        ChatFinishReason? end = null;
        await foreach (var piece in Chat.CompleteChatStreamingAsync([ChatMessage.CreateUserMessage("What time is it?")], options))
        {
            calls.AddRange(piece.ToolCallUpdates);
            end = piece.FinishReason ?? end;
        }

        var call = Assert.Single(calls);
        Assert.Equal((0, "now", "{}"), (call.Index, call.FunctionName, call.FunctionArgumentsUpdate.ToString()));
        Assert.NotEmpty(call.ToolCallId);
        Assert.Equal(ChatFinishReason.ToolCalls, end);
    }

    [Fact]
    public async Task An_answer_in_a_schema_fits_it()
    {
        var options = new ChatCompletionOptions
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("shape", BinaryData.FromString(
                """{"type":"object","properties":{"sides":{"type":"integer","minimum":3,"maximum":9}},"required":["sides"],"additionalProperties":false}""")),
        };
        ChatCompletion answer = await Chat.CompleteChatAsync([Question], options);

        using var shape = JsonDocument.Parse(answer.Content[0].Text);
        Assert.InRange(shape.RootElement.GetProperty("sides").GetInt32(), 3, 9);
    }

    [Fact]
    public async Task Pictures_are_drawn()
    {
        GeneratedImageCollection pictures = await Images.GenerateImagesAsync("Draw a big red star.", 2, new ImageGenerationOptions());

        Assert.Equal(2, pictures.Count);
        Assert.All(pictures, picture => Assert.True(picture.ImageBytes.ToMemory().Span[1..].StartsWith("PNG"u8)));
        Assert.NotEqual(pictures[0].ImageBytes.ToArray(), pictures[1].ImageBytes.ToArray());
        Assert.True(pictures.Usage.OutputTokenCount >= 2 * site.Engine.Info.CodesPerPicture);
    }

    [Fact]
    public async Task A_picture_is_drawn_after_another()
    {
        using var star = new MemoryStream(ApiSite.Star);
        GeneratedImage picture = await Images.GenerateImageEditAsync(star, "star.png", "Draw it in blue.", new ImageEditOptions());

        Assert.NotEmpty(picture.ImageBytes.ToArray());
    }

    [Fact]
    public async Task A_part_of_a_picture_is_drawn_anew()
    {
        var notes = new List<PictureNotes>();
        foreach (var prompt in new[] { "Draw a blue circle.", "Draw a green square." })
        {
            using var star = new MemoryStream(ApiSite.Star);
            using var mask = new MemoryStream(ApiSite.LowerHalf);
            GeneratedImage picture = await Images.GenerateImageEditAsync(star, "star.png", prompt, mask, "mask.png", new ImageEditOptions());
            notes.Add(PictureNotes.Read(picture.ImageBytes.ToArray())!);
        }

        var half = notes[0].Codes!.Count / 2;
        Assert.Equal(notes[0].Codes!.Take(half), notes[1].Codes!.Take(half));
        Assert.NotEqual(notes[0].Codes!.Skip(half), notes[1].Codes!.Skip(half));
    }

    [Fact]
    public async Task The_model_is_listed()
    {
        var models = site.Client().GetOpenAIModelClient();

        Assert.Equal(ApiSite.Model, Assert.Single((await models.GetModelsAsync()).Value).Id);
        Assert.Equal("chameleon", (await models.GetModelAsync(ApiSite.Model)).Value.OwnedBy);
    }

    [Fact]
    public async Task Errors_say_what_is_wrong()
    {
        var wrongModel = await Assert.ThrowsAsync<ClientResultException>(
            () => site.Client().GetChatClient("gpt-17").CompleteChatAsync([ChatMessage.CreateUserMessage("Hi")]));
        Assert.Equal(404, wrongModel.Status);
        Assert.Contains("'gpt-17' does not exist", wrongModel.Message, StringComparison.Ordinal);

        var wrongValue = await Assert.ThrowsAsync<ClientResultException>(
            () => Chat.CompleteChatAsync([ChatMessage.CreateUserMessage("Hi")], new ChatCompletionOptions { TopP = 2 }));
        Assert.Equal(400, wrongValue.Status);
        Assert.Contains("'top_p' is 2; it must be from 0 to 1", wrongValue.Message, StringComparison.Ordinal);

        var embeddings = await Assert.ThrowsAsync<ClientResultException>(() => site.Client().GetEmbeddingClient(ApiSite.Model).GenerateEmbeddingAsync("Hi"));
        Assert.Contains("Embeddings are not offered", embeddings.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_stops_listening_frees_the_engine()
    {
        var cancelled = site.Engine.Metrics.CancelledRequests;
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var piece in Chat.CompleteChatStreamingAsync([ChatMessage.CreateUserMessage("Draw.")], Endless(), stop.Token))
            {
                await stop.CancelAsync();
            }
        });
        await site.IdleAsync();

        Assert.True(site.Engine.Metrics.CancelledRequests > cancelled);
    }

    /// <summary>An answer that does not end by itself.</summary>
    private ChatCompletionOptions Endless() => new()
    {
        MaxOutputTokenCount = 1800,
        LogitBiases = { [site.Engine.Tokenizer.Encode("star")[0]] = 100 },
    };
}
