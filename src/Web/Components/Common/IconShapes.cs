namespace Chameleon.Web.Components.Common;

/// <summary>The icons' strokes on a field of 24 by 24.</summary>
internal static class IconShapes
{
    /// <summary>The path of one.</summary>
    public static string Of(IconName name) => name switch
    {
        IconName.Attach => "M20 11.5 12.2 19.3a5 5 0 0 1-7.1-7.1l8.3-8.3a3.3 3.3 0 0 1 4.7 4.7l-8.3 8.3a1.7 1.7 0 0 1-2.4-2.4l7.3-7.3",
        IconName.Send => "M12 19V5M6 11l6-6 6 6",
        IconName.Stop => "M7 7h10v10H7z",
        IconName.Plus => "M12 5v14M5 12h14",
        IconName.Again => "M20 5v5h-5M4 19v-5h5M19.2 10A7.5 7.5 0 0 0 6 7.2M4.8 14A7.5 7.5 0 0 0 18 16.8",
        IconName.Edit => "M4 20l1-4.2L16.2 4.6a1.8 1.8 0 0 1 2.6 0l.6.6a1.8 1.8 0 0 1 0 2.6L8.2 19zM14.5 6.3l3.2 3.2",
        IconName.Copy => "M9 9h10v11H9zM15 9V4H5v11h4",
        IconName.Left => "M14.5 6l-6 6 6 6",
        IconName.Right => "M9.5 6l6 6-6 6",
        IconName.Menu => "M4 7h16M4 12h16M4 17h16",
        IconName.Settings => "M4 7h9M19 7h1M4 17h1M11 17h9M13 4.5v5M16 4.5v5M13 4.5h3M13 9.5h3M5 14.5v5M8 14.5v5M5 14.5h3M5 19.5h3",
        IconName.Close => "M6 6l12 12M18 6L6 18",
        IconName.Delete => "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v6M13.5 10.5v6",
        IconName.Search => "M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12M15 15l5 5",
        IconName.Sun => "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
        IconName.Moon => "M19.5 14.2A7.8 7.8 0 0 1 9.8 4.5a7.8 7.8 0 1 0 9.7 9.7z",
        IconName.Screen => "M4 5h16v11H4zM9 20h6M12 16v4",
        IconName.Help => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17M9.5 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.7M12 16.5v.1",
        IconName.Problem => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17M12 8v5M12 16v.1",
        IconName.Download => "M12 4v11M7 10.5l5 5 5-5M5 20h14",
        IconName.Chat => "M5 5h14v11H11l-4 3.5V16H5z",
        IconName.Gallery => "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
        IconName.Star => "M12 3.8l2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z",
        IconName.Check => "M5 12.5l4.5 4.5L19 7",
        IconName.Upload => "M12 15V4M7 8.5l5-5 5 5M5 20h14",
        IconName.Compare => "M4 5h16v14H4zM12 3v18M9 10l-2 2 2 2M15 10l2 2-2 2",
        IconName.Board => "M4 6h5.5l2 2.5H20V19H4z",
        IconName.More => "M5 12a.8.8 0 1 0 1.6 0a.8.8 0 1 0-1.6 0M11.2 12a.8.8 0 1 0 1.6 0a.8.8 0 1 0-1.6 0M17.4 12a.8.8 0 1 0 1.6 0a.8.8 0 1 0-1.6 0",
        IconName.Model => "M7 7h10v10H7zM10 10h4v4h-4zM9.5 7V3.5M14.5 7V3.5M9.5 20.5V17M14.5 20.5V17M7 9.5H3.5M7 14.5H3.5M20.5 9.5H17M20.5 14.5H17",
        IconName.Grid => "M4.5 4.5h15v15h-15zM4.5 9.5h15M4.5 14.5h15M9.5 4.5v15M14.5 4.5v15",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such icon."),
    };
}
