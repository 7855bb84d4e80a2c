using Chameleon.Cli.Pictures;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Answers;

/// <summary>Shows one answer while it comes, saves its pictures and keeps a record of it.</summary>
/// <param name="shell">Where it is shown.</param>
/// <param name="screen">Shows pictures.</param>
/// <param name="save">Saves a picture of the answer and gives its path.</param>
/// <param name="showFiles">Whether the paths of saved pictures are written out.</param>
internal sealed class AnswerView(Shell shell, PictureScreen screen, Func<GenerationUpdate.Picture, string> save, bool showFiles)
{
    private bool atLineStart = true;

    /// <summary>The answer so far.</summary>
    public AnswerRecord Record { get; } = new();

    /// <summary>How much of the picture that is being drawn is done, 0 to 1.</summary>
    public double PictureShare { get; private set; }

    /// <summary>Takes what came.</summary>
    public void Show(GenerationUpdate update)
    {
        switch (update)
        {
            case GenerationUpdate.Text text:
                Record.Add(text);
                Write(text.Value);
                break;
            case GenerationUpdate.PictureProgress progress:
                ShowProgress(progress);
                break;
            case GenerationUpdate.Picture picture:
                ShowPicture(picture);
                break;
            case GenerationUpdate.IncompletePicture:
                screen.Abandon();
                break;
            case GenerationUpdate.Finished finished:
                Record.Add(finished);
                EndLine();
                break;
        }
    }

    /// <summary>The answer was stopped; leaves the terminal tidy.</summary>
    public void Stop()
    {
        screen.Abandon();
        EndLine();
    }

    private void ShowProgress(GenerationUpdate.PictureProgress progress)
    {
        PictureShare = progress.Done / (double)progress.Total;
        if (progress.Preview is { } preview)
        {
            EndLine();
            screen.Show(preview, final: false);
        }
    }

    private void ShowPicture(GenerationUpdate.Picture picture)
    {
        PictureShare = 1;
        var path = save(picture);
        Record.Add(new DrawnPicture(picture.Pixels, picture.Codes, path));
        EndLine();
        screen.Show(picture.Pixels, final: true);
        if (showFiles)
        {
            shell.WriteLine(shell.ShortPath(path));
        }
    }

    private void Write(string text)
    {
        if (text.Length > 0)
        {
            shell.Write(text);
            atLineStart = text[^1] == '\n';
        }
    }

    private void EndLine()
    {
        if (!atLineStart)
        {
            Write("\n");
        }
    }
}
