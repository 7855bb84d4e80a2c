using System.Diagnostics;
using Chameleon.Connector;
using Microsoft.Extensions.AI;

namespace Chameleon.Bench.Connector;

/// <summary>A chat of many turns, a picture in every fifth, whole history handed over each time: how long the first token takes.</summary>
internal static class LongChat
{
    private const int Turns = 200;
    private const int PictureEvery = 5;
    private const int Neighbours = 20;

    /// <summary>Runs and prints.</summary>
    /// <param name="title">What is run.</param>
    /// <param name="client">Who answers.</param>
    /// <param name="pictures">Picture files to show, in turn.</param>
    public static async Task RunAsync(string title, IChatClient client, string[] pictures)
    {
        var history = new List<ChatMessage>();
        var (seconds, own, fresh) = (new double[Turns], new double[Turns], new double[Turns]);
        for (var turn = 0; turn < Turns; turn++)
        {
            history.Add(Question(turn, pictures));
            var updates = new List<ChatResponseUpdate>();
            var start = Stopwatch.GetTimestamp();
            await foreach (var update in client.GetStreamingResponseAsync(history, new ChatOptions { Temperature = 0, MaxOutputTokens = 30 }))
            {
                if (seconds[turn] == 0 && update.Text.Length > 0)
                {
                    seconds[turn] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                }

                updates.Add(update);
            }

            var response = updates.ToChatResponse();
            history.AddMessages(response);
            own[turn] = seconds[turn] - (double)response.Messages[0].AdditionalProperties![ChameleonUsageNames.FirstTokenSeconds]!;
            fresh[turn] = (response.Usage!.InputTokenCount - response.Usage.CachedInputTokenCount) ?? 0;
        }

        Console.WriteLine(title);
        var (early, late) = (Print(Neighbours), Print(Turns - (Neighbours / 2)));
        Console.WriteLine($"  ratio              {late / early,8:F2}");

        double Print(int turn)
        {
            var first = Around(seconds, turn);
            Console.WriteLine($"  around turn {turn,4}   {first * 1000,8:F1} ms to the first token, {Around(own, turn) * 1000:F1} of them before the engine; {Around(fresh, turn):F0} prompt tokens computed");
            return first;
        }
    }

    private static ChatMessage Question(int turn, string[] pictures)
    {
        if (turn % PictureEvery != 0)
        {
            return new ChatMessage(ChatRole.User, $"How many shapes are there, question {turn}?");
        }

        var bytes = File.ReadAllBytes(pictures[turn / PictureEvery % pictures.Length]);
        return new ChatMessage(ChatRole.User, [new DataContent(bytes, "image/png"), new TextContent("What do you see in this image?")]);
    }

    /// <summary>Median of the turns around one; they hold as many pictures as any others.</summary>
    private static double Around(double[] values, int turn)
    {
        double[] near = [.. values.Skip(turn - (Neighbours / 2)).Take(Neighbours).Order()];
        return near[near.Length / 2];
    }
}
