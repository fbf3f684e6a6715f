using Semblance.Describe.Generation.Making;
using Semblance.Describe.Words;

namespace Semblance.Describe.Generation;

/// <summary>Makes the generator that a column of a valid plan names.</summary>
internal static class GeneratorFactory
{
    /// <summary>Creates the generator of a column; its values are of the column's kind.</summary>
    public static ColumnGenerator Create(ColumnContext context)
    {
        ColumnGenerator made = Make(context);
        return made.Kind == context.Kind ? made : new Conversion(made, context.Kind);
    }

    private static ColumnGenerator Make(ColumnContext context) => context.Column.Generator switch
    {
        "sequence" => new Sequence(context),
        "uuid" => new Uuid(context),
        "pattern" => PatternCode.Create(context, context.Text("pattern")),
        "foreign_key" => new ForeignKeyValue(context),
        "position" => new Position(context),
        "constant" => new Choice(context, [context.Node("value")!], []),
        "choice" => Choice.Create(context),
        "boolean" => new YesNo(context),
        "list" => Choice.FromList(context, context.Text("list")),
        "lifecycle" => new Lifecycle(context),
        "integer" => WholeNumber.Create(context),
        "decimal" => new DecimalNumber(context),
        "rating" => new Rating(context),
        "cycle" => new Cycle(context),
        "date" => new CalendarDate(context, withTime: false),
        "datetime" => new CalendarDate(context, withTime: true),
        "time" => new TimeOfDay(context),
        "after" => new After(context),
        "birth_date" => new BirthDate(context),
        "age" => new Age(context),
        "formula" => new FormulaValue(context),
        "sum" => new ChildSum(context, countsRows: false),
        "count" => new ChildSum(context, countsRows: true),
        "lookup" => new Lookup(context.Reference("column")!),
        "template" => new Template(context),
        "first_name" or "last_name" or "full_name" or "gender" or "salutation" or "username" or "email" => PersonValue.Create(context),
        "phone" => new Phone(context),
        "national_id" => PatternCode.Create(context, context.Words.NationalId),
        "job_title" => Choice.FromList(context, "job_titles"),
        "city" or "region" or "region_code" or "time_zone" => PlaceValue.Create(context),
        "postcode" => new Postcode(context),
        "street_address" or "address" => new StreetAddress(context),
        "country" or "country_code" => Country.Create(context),
        "latitude" or "longitude" => new Coordinate(context),
        "company" or "industry" or "website" or "company_email" => CompanyValue.Create(context),
        "slogan" => new Phrases(context, PhraseBook.Get("slogans")),
        "product_name" or "product_category" or "brand" or "product_description" => ProductValue.Create(context),
        "price" => new Price(context),
        "vehicle_make" or "vehicle_model" or "vehicle_type" => VehicleValue.Create(context),
        "vin" => new CheckedCode(context, CheckedCode.Vin),
        "license_plate" => PatternCode.Create(context, context.Words.LicensePlate),
        "iban" => new CheckedCode(context, CheckedCode.Iban(context.Words)),
        "bic" => PatternCode.Create(context, "@@@@" + context.Words.CountryCode + "@#"),
        "credit_card" => new CheckedCode(context, context.Flag("masked") ? CheckedCode.MaskedCard : CheckedCode.Card),
        "ean" => new CheckedCode(context, CheckedCode.Ean),
        "isbn" => new CheckedCode(context, CheckedCode.Isbn),
        "imei" => new CheckedCode(context, CheckedCode.Imei),
        "hash" => PatternCode.Create(context, new string('^', (int)context.Whole("length", 32))),
        "ip" => InternetAddress.Create(context),
        "mac" => PatternCode.Create(context, "02:^^:^^:^^:^^:^^"),
        "url" or "domain" or "slug" or "file_name" => WordCode.Create(context),
        "user_agent" => Choice.FromList(context, "user_agents"),
        "version" => new VersionNumber(context),
        "thing_name" => new ThingName(context),
        "text" => Sentences.Create(context),
        string name => throw new ArgumentException($"There is no generator '{name}'.", nameof(context)),
    };
}
