using System.Text.Json;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Answers;

/// <summary>Shows the answers of one request, each by itself.</summary>
/// <param name="create">Makes the view of an answer when its first update comes.</param>
internal sealed class AnswerViews(Func<AnswerView> create)
{
    private readonly SortedDictionary<int, AnswerView> views = [];
    private double pictureShare;

    /// <summary>How much of all pictures is done, in pictures. Thread-safe.</summary>
    public double PictureShare => Volatile.Read(ref pictureShare);

    /// <summary>Shows everything that comes.</summary>
    public async Task ShowAsync(IAsyncEnumerable<GenerationUpdate> stream)
    {
        await foreach (var update in stream)
        {
            if (!views.TryGetValue(update.Answer, out var view))
            {
                views.Add(update.Answer, view = create());
            }

            view.Show(update);
            Volatile.Write(ref pictureShare, views.Values.Sum(each => each.PictureShare));
        }
    }

    /// <summary>Writes all answers as an array.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray("answers");
        foreach (var view in views.Values)
        {
            json.WriteStartObject();
            view.Record.WriteJson(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
